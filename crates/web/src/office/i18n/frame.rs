//! The texts around every page, the names of roles, and refusals.

use verification::staff::{Role, Standing};

use super::texts::texts;

texts! {
    /// The texts around every page.
    FrameTexts {
        product: "Back office", "Espace de gestion", "Panel de gestión";
        skip: "Skip to the content", "Aller au contenu", "Ir al contenido";
        pages: "Pages", "Pages", "Páginas";
        language: "Language", "Langue", "Idioma";
        own_account: "Your account", "Votre compte", "Tu cuenta";
        sign_in: "Sign in", "Se connecter", "Iniciar sesión";
        sign_out: "Sign out", "Se déconnecter", "Cerrar sesión";
        to_start: "To the start page", "Vers la page d’accueil", "Ir a la página de inicio";
        back: "Back", "Retour", "Volver";
        staff: "Staff", "Équipe", "Equipo";
        verifications: "Verifications", "Vérifications", "Verificaciones";
        audit: "Audit trail", "Journal d’audit", "Registro de auditoría";
        queue: "Review queue", "File de vérification", "Cola de revisión";

        administrator: "Administrator", "Administrateur", "Administrador";
        manager: "Account manager", "Responsable de compte", "Responsable de cuenta";
        senior_reviewer: "Senior reviewer", "Vérificateur principal", "Revisor principal";
        reviewer: "Reviewer", "Vérificateur", "Revisor";
        counter: "Counter", "Guichet", "Ventanilla";
        personal_viewer: "Viewer with personal data", "Consultation avec données personnelles", "Consulta con datos personales";
        viewer: "Viewer without personal data", "Consultation sans données personnelles", "Consulta sin datos personales";
        auditor: "Auditor", "Auditeur", "Auditor";

        invited: "Invited", "Invitation envoyée", "Con invitación";
        active: "Active", "Actif", "Activo";
        disabled: "Disabled", "Désactivé", "Desactivado";

        session_over_title: "Your session is over", "Votre session est terminée", "Tu sesión ha terminado";
        session_over: "Nothing was done. Sign in again, and repeat the last step.", "Rien n’a été fait. Reconnectez-vous, puis répétez la dernière étape.", "No se hizo nada. Vuelve a iniciar sesión y repite el último paso.";
        forbidden_title: "Your role does not include this", "Votre rôle ne permet pas cette action", "Tu función no incluye esto";
        forbidden: "If you need it for your work, ask an administrator.", "Si vous en avez besoin pour votre travail, adressez-vous à un administrateur.", "Si lo necesitas para tu trabajo, pídeselo a un administrador.";
        not_found_title: "This page does not exist", "Cette page n’existe pas", "Esta página no existe";
        not_found: "What you are looking for was deleted, or the address is wrong.", "Ce que vous cherchez a été supprimé, ou l’adresse est incorrecte.", "Lo que buscas se eliminó o la dirección es incorrecta.";
        other_site_title: "This form was not taken", "Ce formulaire n’a pas été accepté", "No se aceptó este formulario";
        other_site: "It was not sent from a page of this back office, or the page is too old. Nothing was done. Load the page again and repeat the step.", "Il n’a pas été envoyé depuis une page de cet espace, ou la page est trop ancienne. Rien n’a été fait. Rechargez la page et répétez l’étape.", "No se envió desde una página de este panel o la página es demasiado antigua. No se hizo nada. Vuelve a cargar la página y repite el paso.";
        incomplete_title: "This form is not complete", "Ce formulaire est incomplet", "Este formulario está incompleto";
        incomplete: "A part of it did not arrive or cannot be read. Go back and check what you entered.", "Une partie manque ou ne peut pas être lue. Revenez en arrière et vérifiez votre saisie.", "Falta una parte o no se puede leer. Vuelve atrás y revisa lo que escribiste.";
        changed_title: "Somebody else was faster", "Quelqu’un d’autre a été plus rapide", "Otra persona se adelantó";
        changed: "It was changed in the meantime, so nothing was done. Load the page again to see how it is now.", "L’élément a été modifié entre-temps\u{202f}; rien n’a donc été fait. Rechargez la page pour voir son état actuel.", "Se modificó mientras tanto, por lo que no se hizo nada. Vuelve a cargar la página para ver cómo está ahora.";
        no_invitation_title: "This link does not work any more", "Ce lien ne fonctionne plus", "Este enlace ya no funciona";
        no_invitation: "It works once, and for three days. Ask whoever invited you for a new one.", "Il fonctionne une seule fois, pendant trois jours. Demandez-en un nouveau à la personne qui vous a invité.", "Funciona una sola vez y durante tres días. Pide uno nuevo a quien te invitó.";
        busy_title: "The server is busy", "Le serveur est occupé", "El servidor está ocupado";
        busy: "Nothing was done. Try again in a moment.", "Rien n’a été fait. Réessayez dans un instant.", "No se hizo nada. Inténtalo de nuevo en un momento.";
        failed_title: "Something went wrong", "Une erreur est survenue", "Algo salió mal";
        failed: "Nothing was done. The cause is in the log of the server.", "Rien n’a été fait. La cause figure dans le journal du serveur.", "No se hizo nada. La causa está en el registro del servidor.";
    }
}

impl FrameTexts {
    /// Returns the name of a role.
    pub(crate) const fn role(&self, role: Role) -> &'static str {
        match role {
            Role::Administrator => self.administrator,
            Role::Manager => self.manager,
            Role::SeniorReviewer => self.senior_reviewer,
            Role::Reviewer => self.reviewer,
            Role::Counter => self.counter,
            Role::PersonalViewer => self.personal_viewer,
            Role::Viewer => self.viewer,
            Role::Auditor => self.auditor,
        }
    }

    /// Returns the name of a standing.
    pub(crate) const fn standing(&self, standing: Standing) -> &'static str {
        match standing {
            Standing::Invited => self.invited,
            Standing::Active => self.active,
            Standing::Disabled => self.disabled,
        }
    }
}
