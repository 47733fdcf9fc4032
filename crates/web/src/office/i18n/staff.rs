//! The texts of the pages about staff.

use super::texts::texts;

texts! {
    /// The texts of the pages about staff.
    StaffTexts {
        title: "Staff", "Équipe", "Equipo";
        lead: "Whoever works in this back office was invited. Nobody can appoint somebody to more than their own role includes.", "Toutes les personnes qui travaillent ici ont été invitées. Personne ne peut attribuer un rôle plus étendu que le sien.", "Todas las personas que trabajan aquí recibieron una invitación. Nadie puede asignar una función que permita más que la suya.";
        name: "Name", "Nom", "Nombre";
        email: "E-mail address", "Adresse e-mail", "Correo electrónico";
        role: "Role", "Rôle", "Función";
        account: "Account", "Compte", "Cuenta";
        every_account: "Every account", "Tous les comptes", "Todas las cuentas";
        standing: "State", "État", "Estado";
        since: "Invited on", "Invitation du", "Fecha de invitación";
        you: "(you)", "(vous)", "(tú)";

        invite: "Invite somebody", "Inviter quelqu’un", "Invitar a alguien";
        invite_lead: "You get a link to pass on. It works once, and for three days. With it, the person chooses a password and sets up an authenticator app.", "Vous obtenez un lien à transmettre. Il fonctionne une seule fois, pendant trois jours. Il permet à la personne de choisir un mot de passe et de configurer une application d’authentification.", "Obtienes un enlace para entregar. Funciona una sola vez y durante tres días. Con él, la persona elige una contraseña y configura una aplicación de autenticación.";
        make_link: "Make the link", "Créer le lien", "Crear el enlace";
        link_title: "The link for {0}", "Le lien pour {0}", "El enlace para {0}";
        link_lead: "Pass it on in a way that nobody else reads. It is shown only now, works once, and until {0}.", "Transmettez-le par un moyen que personne d’autre ne lit. Il n’est affiché que maintenant et fonctionne une seule fois, jusqu’au {0}.", "Entrégalo por un medio que nadie más lea. Solo se muestra ahora y funciona una sola vez, hasta el {0}.";
        to_staff: "To the staff", "Vers l’équipe", "Ir al equipo";

        bad_name: "Enter a name of 1 to 100 characters.", "Saisissez un nom de 1 à 100 caractères.", "Introduce un nombre de 1 a 100 caracteres.";
        bad_email: "Enter an e-mail address such as ann@example.com.", "Saisissez une adresse e-mail telle que ann@example.com.", "Introduce un correo electrónico como ann@example.com.";
        email_taken: "Somebody in the staff has this e-mail address.", "Une personne de l’équipe a déjà cette adresse e-mail.", "Alguien del equipo ya tiene este correo electrónico.";
        above_own: "Your role does not allow you to appoint somebody to this one.", "Votre rôle ne vous permet pas d’attribuer celui-ci.", "Tu función no te permite asignar esta.";
        needs_account: "This role belongs to one account. Choose the account.", "Ce rôle est lié à un compte. Choisissez le compte.", "Esta función pertenece a una cuenta. Elige la cuenta.";
        needs_no_account: "An administrator works for every account.", "Un administrateur travaille pour tous les comptes.", "Un administrador trabaja para todas las cuentas.";
        oneself: "Nobody changes this of themselves. Ask a colleague.", "Personne ne modifie cela pour soi-même. Demandez à un collègue.", "Nadie cambia esto de sí mismo. Pídeselo a un colega.";

        appoint: "Change the role", "Changer de rôle", "Cambiar la función";
        appoint_lead: "The new role holds from the next page on. All sessions of the person end.", "Le nouveau rôle s’applique dès la page suivante. Toutes les sessions de la personne prennent fin.", "La nueva función se aplica desde la página siguiente. Se cierran todas las sesiones de la persona.";
        appointed: "The role was changed.", "Le rôle a été changé.", "Se cambió la función.";
        disable: "Disable", "Désactiver", "Desactivar";
        disable_lead: "The person is signed out at once and cannot sign in any more, until somebody enables them again.", "La personne est déconnectée immédiatement et ne peut plus se connecter, jusqu’à sa réactivation.", "La sesión de la persona se cierra de inmediato y ya no puede iniciar otra hasta que alguien la vuelva a activar.";
        was_disabled: "The person was disabled.", "La personne a été désactivée.", "Se desactivó a la persona.";
        enable: "Enable", "Réactiver", "Activar";
        enable_lead: "The person may sign in again with what they signed in with before.", "La personne pourra se reconnecter avec ses identifiants habituels.", "La persona podrá volver a iniciar sesión con sus datos de antes.";
        was_enabled: "The person was enabled.", "La personne a été réactivée.", "Se activó a la persona.";
        end_sessions: "End all sessions", "Mettre fin à toutes les sessions", "Cerrar todas las sesiones";
        end_sessions_lead: "The person is signed out in every browser, and may sign in again.", "La personne est déconnectée de tous les navigateurs et peut se reconnecter.", "La sesión de la persona se cierra en todos los navegadores y puede volver a iniciarla.";
        sessions_ended: "All sessions were ended.", "Toutes les sessions ont pris fin.", "Se cerraron todas las sesiones.";
        invite_again: "Make a new link", "Créer un nouveau lien", "Crear un enlace nuevo";
        invite_again_lead: "For somebody who has lost the password, the telephone or the first link. What they have works until the new link is used.", "Pour une personne qui a perdu son mot de passe, son téléphone ou le premier lien. Ses identifiants fonctionnent jusqu’à l’utilisation du nouveau lien.", "Para quien perdió la contraseña, el teléfono o el primer enlace. Lo que tiene funciona hasta que se use el enlace nuevo.";
    }
}
