//! The texts of the page of the audit trail, and the names of acts.

use verification::audit::AuditAct;

use super::texts::texts;

texts! {
    /// The texts of the page of the audit trail.
    AuditTexts {
        title: "Audit trail", "Journal d’audit", "Registro de auditoría";
        lead: "What staff and the operator did, with the newest first. Times are in UTC.", "Ce que l’équipe et l’opérateur ont fait, en commençant par le plus récent. Les heures sont en UTC.", "Lo que hicieron el equipo y el operador, empezando por lo más reciente. Las horas están en UTC.";
        filters: "Filters", "Filtres", "Filtros";
        any: "Any", "Tous", "Cualquiera";
        find: "Show", "Afficher", "Mostrar";
        clear: "Clear all filters", "Effacer tous les filtres", "Borrar todos los filtros";
        nothing: "There are no entries.", "Il n’y a aucune entrée.", "No hay entradas.";
        number: "Number", "Numéro", "Número";
        at: "Time", "Heure", "Hora";
        member: "Who", "Qui", "Quién";
        act: "Act", "Action", "Acción";
        account: "Account", "Compte", "Cuenta";
        verification: "Verification", "Vérification", "Verificación";
        says: "Details", "Détails", "Detalles";
        from: "From", "Du", "Desde";
        until: "Until", "Au", "Hasta";
        operator: "Operator", "Opérateur", "Operador";
        server: "Server", "Serveur", "Servidor";
        masked: "masked", "masqué", "oculto";
        erased: "erased", "effacé", "borrado";
        open: "Show the details", "Afficher les détails", "Mostrar los detalles";
        open_lead: "Details may be personal. Say why you need them: the reason is recorded before they are shown, and it is never erased, so it must name nobody.", "Les détails peuvent être personnels. Indiquez pourquoi vous en avez besoin\u{202f}: le motif est consigné avant tout affichage et n’est jamais effacé\u{202f}; il ne doit nommer personne.", "Los detalles pueden ser personales. Indica por qué los necesitas: el motivo queda registrado antes de mostrarlos y nunca se borra, así que no debe nombrar a nadie.";
        reason: "Reason", "Motif", "Motivo";
        wrong_reason: "Give a reason.", "Indiquez un motif.", "Indica un motivo.";
        wrong: "This cannot be looked for: {0}.", "Recherche impossible\u{202f}: {0}.", "Esto no se puede buscar: {0}.";
        next: "Older entries", "Entrées plus anciennes", "Entradas más antiguas";
        first: "Newest entries", "Entrées les plus récentes", "Entradas más recientes";

        open_data: "Opened personal data", "A ouvert des données personnelles", "Abrió datos personales";
        view_data: "Saw personal data", "A vu des données personnelles", "Vio datos personales";
        view_pictures: "Saw pictures", "A vu des images", "Vio imágenes";
        list_personal_data: "Listed personal data", "A listé des données personnelles", "Listó datos personales";
        export_list: "Exported a list", "A exporté une liste", "Exportó una lista";
        read_audit: "Read the audit trail", "A lu le journal d’audit", "Leyó el registro de auditoría";
        take_case: "Took a case", "A pris un dossier", "Tomó un caso";
        give_back_case: "Gave a case back", "A rendu un dossier", "Devolvió un caso";
        snooze_case: "Put a case off", "A reporté un dossier", "Pospuso un caso";
        hand_over_case: "Handed a case over", "A transmis un dossier", "Traspasó un caso";
        escalate_case: "Left a case to senior reviewers", "A confié un dossier aux vérificateurs principaux", "Dejó un caso a revisores principales";
        ask_again: "Asked for a picture again", "A redemandé une image", "Volvió a pedir una imagen";
        decide: "Decided a case", "A décidé un dossier", "Decidió un caso";
        propose: "Made a decision to be confirmed", "A pris une décision à confirmer", "Tomó una decisión por confirmar";
        approve: "Confirmed a decision", "A confirmé une décision", "Confirmó una decisión";
        send_back: "Sent a decision back", "A renvoyé une décision", "Devolvió una decisión";
        overturn: "Overturned a verdict", "A inversé une décision", "Revirtió un veredicto";
        correct: "Corrected data", "A corrigé des données", "Corrigió datos";
        delete: "Deleted a verification", "A supprimé une vérification", "Eliminó una verificación";
        hold: "Held a verification against deletion", "A empêché la suppression d’une vérification", "Retuvo una verificación contra la eliminación";
        release: "Released a verification", "A autorisé la suppression d’une vérification", "Liberó una verificación";
        invite_member: "Invited a member of staff", "A invité un membre de l’équipe", "Invitó a un miembro del equipo";
        invite_member_again: "Made a new link for a member of staff", "A créé un nouveau lien pour un membre de l’équipe", "Creó un nuevo enlace para un miembro del equipo";
        accept_invitation: "Accepted an invitation", "A accepté une invitation", "Aceptó una invitación";
        sign_in: "Signed in", "S’est connecté", "Inició sesión";
        use_recovery_code: "Signed in with a recovery code", "S’est connecté avec un code de récupération", "Inició sesión con un código de recuperación";
        refuse_password: "Refused a password", "A refusé un mot de passe", "Rechazó una contraseña";
        refuse_second_factor: "Refused a second factor", "A refusé un second facteur", "Rechazó un segundo factor";
        end_sessions: "Ended all sessions of a member", "A fermé toutes les sessions d’un membre", "Cerró todas las sesiones de un miembro";
        appoint: "Changed a role", "A changé un rôle", "Cambió una función";
        disable_member: "Disabled a member", "A désactivé un membre", "Desactivó a un miembro";
        enable_member: "Enabled a member", "A réactivé un membre", "Reactivó a un miembro";
        change_password: "Changed the password", "A changé le mot de passe", "Cambió la contraseña";
        change_second_factor: "Set up another app", "A configuré une autre application", "Configuró otra aplicación";
        renew_recovery_codes: "Renewed the recovery codes", "A renouvelé les codes de récupération", "Renovó los códigos de recuperación";
    }
}

impl AuditTexts {
    /// Returns the name of an act.
    pub(crate) const fn act_name(&self, act: AuditAct) -> &'static str {
        match act {
            AuditAct::OpenData => self.open_data,
            AuditAct::ViewData => self.view_data,
            AuditAct::ViewPictures => self.view_pictures,
            AuditAct::ListPersonalData => self.list_personal_data,
            AuditAct::ExportList => self.export_list,
            AuditAct::ReadAudit => self.read_audit,
            AuditAct::TakeCase => self.take_case,
            AuditAct::GiveBackCase => self.give_back_case,
            AuditAct::SnoozeCase => self.snooze_case,
            AuditAct::HandOverCase => self.hand_over_case,
            AuditAct::EscalateCase => self.escalate_case,
            AuditAct::AskAgain => self.ask_again,
            AuditAct::Decide => self.decide,
            AuditAct::Propose => self.propose,
            AuditAct::Approve => self.approve,
            AuditAct::SendBack => self.send_back,
            AuditAct::Overturn => self.overturn,
            AuditAct::Correct => self.correct,
            AuditAct::Delete => self.delete,
            AuditAct::Hold => self.hold,
            AuditAct::Release => self.release,
            AuditAct::InviteMember => self.invite_member,
            AuditAct::InviteMemberAgain => self.invite_member_again,
            AuditAct::AcceptInvitation => self.accept_invitation,
            AuditAct::SignIn => self.sign_in,
            AuditAct::UseRecoveryCode => self.use_recovery_code,
            AuditAct::RefusePassword => self.refuse_password,
            AuditAct::RefuseSecondFactor => self.refuse_second_factor,
            AuditAct::EndSessions => self.end_sessions,
            AuditAct::Appoint => self.appoint,
            AuditAct::DisableMember => self.disable_member,
            AuditAct::EnableMember => self.enable_member,
            AuditAct::ChangePassword => self.change_password,
            AuditAct::ChangeSecondFactor => self.change_second_factor,
            AuditAct::RenewRecoveryCodes => self.renew_recovery_codes,
        }
    }
}
