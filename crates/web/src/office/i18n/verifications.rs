//! The texts of the list of verifications.

use verification::Service;
use verification::capture::Kind;
use verification::request::DocumentType;
use verification::stage::StageName;

use super::texts::texts;

texts! {
    /// The texts of the list of verifications.
    VerificationsTexts {
        title: "Verifications", "Vérifications", "Verificaciones";
        filters: "More filters, and columns", "Autres filtres et colonnes", "Más filtros y columnas";
        find: "Find", "Rechercher", "Buscar";
        clear: "Clear all filters", "Effacer tous les filtres", "Quitar todos los filtros";
        columns: "Columns", "Colonnes", "Columnas";
        export: "Download as CSV", "Télécharger en CSV", "Descargar como CSV";
        next: "Next page", "Page suivante", "Página siguiente";
        first: "First page", "Première page", "Primera página";
        count: "Count them", "Compter", "Contar";
        counted: "{0} found", "{0} résultats", "{0} encontradas";
        counted_more: "More than {0} found", "Plus de {0} résultats", "Más de {0} encontradas";
        show_people: "Show who they are", "Afficher les personnes", "Mostrar quiénes son";
        hide_people: "Hide who they are", "Masquer les personnes", "Ocultar quiénes son";
        masked: "•••", "•••", "•••";
        nothing: "Nothing matches these filters.", "Rien ne correspond à ces filtres.", "Nada coincide con estos filtros.";
        incomplete: "Older verifications are still being made searchable, so some may be missing.", "D’anciennes vérifications ne sont pas encore consultables\u{202f}; il peut donc en manquer.", "Las verificaciones más antiguas aún se están preparando para la búsqueda, por lo que pueden faltar algunas.";
        wrong: "These filters cannot be read, so they were left out: {0}.", "Ces filtres ne peuvent pas être lus et ont été ignorés\u{202f}: {0}.", "Estos filtros no se pueden leer y se omitieron: {0}.";
        any: "Any", "Peu importe", "Cualquiera";
        yes: "Yes", "Oui", "Sí";
        no: "No", "Non", "No";

        reference: "Reference", "Référence", "Referencia";
        reference_help: "The whole reference, or how it begins", "La référence entière ou son début", "La referencia entera o su comienzo";
        name: "Name", "Nom", "Nombre";
        name_help: "Whole words in any order", "Des mots entiers, dans n’importe quel ordre", "Palabras enteras en cualquier orden";
        email: "E-mail address", "Adresse e-mail", "Correo electrónico";
        phone: "Telephone number", "Numéro de téléphone", "Número de teléfono";
        document_number: "Document number", "Numéro du document", "Número del documento";
        born: "Date of birth", "Date de naissance", "Fecha de nacimiento";
        issued: "Date of issue", "Date de délivrance", "Fecha de expedición";
        expires: "Date of expiry", "Date d’expiration", "Fecha de caducidad";
        stage: "Status", "Statut", "Estado";
        country: "Country", "Pays", "País";
        country_help: "Two letters, such as DE", "Deux lettres, par exemple DE", "Dos letras, por ejemplo DE";
        document_type: "Document type", "Type de document", "Tipo de documento";
        service: "Services", "Services", "Servicios";
        kind: "Kind of request", "Type de demande", "Tipo de solicitud";
        by_hand: "Decided by a person", "Décidé par une personne", "Decidida por una persona";
        from: "Opened from", "Ouverte à partir du", "Abierta desde";
        until: "Opened until", "Ouverte jusqu’au", "Abierta hasta";
        account: "Account", "Compte", "Cuenta";
        opened: "Opened", "Ouverture", "Apertura";
        completed: "Completed", "Fin", "Finalización";

        created: "Link not opened", "Lien non ouvert", "Enlace sin abrir";
        link_opened: "Link opened", "Lien ouvert", "Enlace abierto";
        capturing: "Taking pictures", "Prise de photos", "Tomando fotos";
        processing: "Being checked", "En cours de contrôle", "En comprobación";
        received: "Received", "Reçue", "Recibida";
        in_review: "Awaiting review", "En attente d’examen", "En espera de revisión";
        accepted: "Accepted", "Acceptée", "Aceptada";
        declined: "Declined", "Refusée", "Rechazada";
        cancelled: "Cancelled", "Annulée", "Cancelada";
        timed_out: "Expired", "Expirée", "Caducada";
        deleted: "Deleted", "Supprimée", "Eliminada";

        document: "Document", "Document", "Documento";
        document_two: "Second document", "Second document", "Segundo documento";
        address: "Address", "Adresse", "Dirección";
        consent: "Note", "Note", "Nota";
        face: "Face", "Visage", "Rostro";
        phone_service: "Telephone", "Téléphone", "Teléfono";
        background_checks: "Background checks", "Vérification d’antécédents", "Comprobación de antecedentes";
        other_service: "Other", "Autre", "Otro";

        portal: "At the counter", "Au guichet", "En ventanilla";
        capture: "By link", "Par lien", "Por enlace";
        direct: "Pictures sent by the business", "Photos envoyées par l’entreprise", "Fotos enviadas por la empresa";

        passport: "Passport", "Passeport", "Pasaporte";
        id_card: "Identity card", "Carte d’identité", "Documento de identidad";
        driving_license: "Driving licence", "Permis de conduire", "Permiso de conducir";
        payment_card: "Payment card", "Carte de paiement", "Tarjeta de pago";
    }
}

impl VerificationsTexts {
    /// Returns the name of a stage.
    pub(crate) const fn stage_name(&self, stage: StageName) -> &'static str {
        match stage {
            StageName::Created => self.created,
            StageName::Opened => self.link_opened,
            StageName::Capturing => self.capturing,
            StageName::Processing => self.processing,
            StageName::Received => self.received,
            StageName::InReview => self.in_review,
            StageName::Accepted => self.accepted,
            StageName::Declined => self.declined,
            StageName::Cancelled => self.cancelled,
            StageName::TimedOut => self.timed_out,
            StageName::Deleted => self.deleted,
        }
    }

    /// Returns the name of a service.
    pub(crate) const fn service_name(&self, service: Service) -> &'static str {
        match service {
            Service::Document => self.document,
            Service::DocumentTwo => self.document_two,
            Service::Address => self.address,
            Service::Consent => self.consent,
            Service::Face => self.face,
            Service::Phone => self.phone_service,
            Service::BackgroundChecks => self.background_checks,
            Service::Business | Service::Eidv | Service::Questionnaire => self.other_service,
        }
    }

    /// Returns the name of a kind of request.
    pub(crate) const fn kind_name(&self, kind: Kind) -> &'static str {
        match kind {
            Kind::Portal => self.portal,
            Kind::Capture => self.capture,
            Kind::Direct => self.direct,
        }
    }

    /// Returns the name of a type of document.
    pub(crate) const fn type_name(&self, one: DocumentType) -> &'static str {
        match one {
            DocumentType::Passport => self.passport,
            DocumentType::IdCard => self.id_card,
            DocumentType::DrivingLicense => self.driving_license,
            DocumentType::CreditOrDebitCard => self.payment_card,
        }
    }
}
