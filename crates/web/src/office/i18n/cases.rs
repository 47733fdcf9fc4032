//! The texts of the pages about cases.

use super::texts::texts;

texts! {
    /// The texts of the pages about cases.
    CaseTexts {
        queue: "Review queue", "File de vérification", "Cola de revisión";
        queue_lead: "These verifications wait for a person. The one that waits longest comes first. Times are in UTC.", "Ces vérifications attendent une personne. Celle qui attend depuis le plus longtemps est en tête. Les heures sont en UTC.", "Estas verificaciones esperan a una persona. La que más espera aparece primero. Las horas están en UTC.";
        next: "Take the next case", "Prendre le dossier suivant", "Tomar el siguiente caso";
        nothing: "Nothing awaits review.", "Aucun dossier n’attend de vérification.", "No hay nada pendiente de revisión.";
        overdue_count: "Overdue cases: {0}.", "Dossiers en retard\u{202f}: {0}.", "Casos atrasados: {0}.";
        reference: "Reference", "Référence", "Referencia";
        account: "Account", "Compte", "Cuenta";
        waiting_since: "Waiting since", "En attente depuis", "En espera desde";
        due: "Due", "Échéance", "Límite";
        overdue: "overdue", "en retard", "atrasado";
        state: "State", "État", "Estado";
        suggestion: "Checks suggest", "Avis des contrôles", "Los controles sugieren";
        reason_code: "Reason", "Motif", "Motivo";
        held_by_you: "You have it", "Vous l’avez", "Lo tienes tú";
        held: "A colleague has it", "Un collègue l’a pris", "Lo tiene un colega";
        held_by: "{0} has it", "{0} l’a pris", "Lo tiene {0}";
        to_confirm: "To be confirmed", "À confirmer", "Por confirmar";
        for_seniors: "For senior reviewers", "Pour les vérificateurs principaux", "Para revisores principales";
        snoozed: "Put off until {0}", "Reporté au {0}", "Pospuesto hasta el {0}";
        accepted: "Accept", "Accepter", "Aceptar";
        declined: "Decline", "Refuser", "Rechazar";

        stage: "Stage", "Étape", "Etapa";
        opened: "Opened", "Ouvert le", "Apertura";
        decided: "Decided", "Décidé le", "Decisión";
        verdict: "Verdict", "Décision", "Veredicto";
        hold: "Held since", "Conservé depuis", "Retenido desde";
        place: "Place", "Lieu", "Lugar";
        device: "Device", "Appareil", "Dispositivo";

        masked: "Personal data are masked.", "Les données personnelles sont masquées.", "Los datos personales están ocultos.";
        open: "Show personal data", "Afficher les données personnelles", "Mostrar los datos personales";
        open_lead: "Say why you need them. The reason is recorded before anything is shown, and the data stay open for 15 minutes.", "Indiquez pourquoi vous en avez besoin. Le motif est consigné avant tout affichage, et les données restent visibles 15 minutes.", "Indica por qué los necesitas. El motivo queda registrado antes de mostrar nada y los datos permanecen visibles 15 minutos.";
        reason: "Reason", "Motif", "Motivo";

        pictures: "Pictures", "Images", "Imágenes";
        pictures_masked: "The pictures are shown together with the personal data.", "Les images s’affichent avec les données personnelles.", "Las imágenes se muestran junto con los datos personales.";
        no_pictures: "There are no pictures.", "Il n’y a pas d’image.", "No hay imágenes.";
        save_file: "Save this file", "Enregistrer ce fichier", "Guardar este archivo";
        zoom_in: "Zoom in", "Agrandir", "Acercar";
        zoom_out: "Zoom out", "Réduire", "Alejar";
        turn: "Rotate", "Pivoter", "Girar";
        brighter: "Brighter", "Plus clair", "Más claro";
        darker: "Darker", "Plus sombre", "Más oscuro";
        lock: "Move all pictures together", "Déplacer toutes les images ensemble", "Mover todas las imágenes juntas";

        data: "Claims and readings", "Déclarations et lectures", "Declaraciones y lecturas";
        field: "Field", "Champ", "Campo";
        claim: "Claimed", "Déclaré", "Declarado";
        read: "Read", "Lu", "Leído";
        result: "Result", "Résultat", "Resultado";
        confirmed: "confirmed", "confirmé", "confirmado";
        refuted: "refuted", "réfuté", "refutado";
        not_checked: "not checked", "non contrôlé", "no comprobado";

        checks: "Checks", "Contrôles", "Controles";
        check: "Check", "Contrôle", "Control";
        measured: "Measured / limit", "Mesure / limite", "Medida / límite";
        passed: "passed", "réussi", "superado";
        failed: "failed", "échoué", "fallido";
        not_made: "not made", "non effectué", "no realizado";
        codes: "Codes", "Codes", "Códigos";
        person_reads: "The person reads: {0}", "La personne lit\u{202f}: {0}", "La persona lee: {0}";

        journal: "Journal", "Journal", "Registro";
        deliveries: "Callbacks", "Notifications", "Notificaciones";
        trail: "Who did what", "Qui a fait quoi", "Quién hizo qué";

        take: "Take this case", "Prendre ce dossier", "Tomar este caso";
        decision: "Decision", "Décision", "Decisión";
        code_field: "Decline codes, separated by spaces", "Codes de refus, séparés par des espaces", "Códigos de rechazo, separados por espacios";
        note: "Note for colleagues", "Note pour les collègues", "Nota para los colegas";
        then_next: "Go on with the next case", "Continuer avec le dossier suivant", "Seguir con el siguiente caso";
        give_back: "Give back", "Rendre", "Devolver";
        snooze: "Put off", "Reporter", "Posponer";
        hours: "Hours", "Heures", "Horas";
        escalate: "Leave to senior reviewers", "Confier aux vérificateurs principaux", "Dejar a revisores principales";
        hand_over: "Hand over", "Transmettre", "Entregar a un colega";
        colleague: "Colleague", "Collègue", "Colega";
        correct: "Correct a reading", "Corriger une lecture", "Corregir una lectura";
        correct_lead: "The business is told the right value. The verdict stays.", "L’entreprise reçoit la bonne valeur. La décision reste la même.", "La empresa recibe el valor correcto. El veredicto no cambia.";
        right_value: "Right value (leave it empty if there is none)", "Bonne valeur (laisser vide s’il n’y en a pas)", "Valor correcto (déjalo vacío si no hay ninguno)";
        ask_again: "Ask for this picture again", "Redemander cette image", "Volver a pedir esta imagen";
        proposed_title: "A colleague decided: {0}", "Un collègue a décidé\u{202f}: {0}", "Un colega decidió: {0}";
        approve: "Confirm", "Confirmer", "Confirmar";
        send_back: "Send back", "Renvoyer", "Devolver a la cola";
        overturn: "Overturn the verdict", "Inverser la décision", "Revertir el veredicto";
        hold_it: "Hold against deletion", "Empêcher la suppression", "Retener contra la eliminación";
        release: "Release", "Autoriser la suppression", "Liberar";
        delete: "Delete", "Supprimer", "Eliminar";
        delete_lead: "Everything about the person is erased for good. The comment stays, so it must name nobody.", "Tout ce qui concerne la personne est effacé définitivement. Le commentaire est conservé\u{202f}: il ne doit nommer personne.", "Todo lo relativo a la persona se borra para siempre. El comentario se conserva, así que no debe nombrar a nadie.";
        comment: "Comment", "Commentaire", "Comentario";
        more: "More", "Plus", "Más";

        keys: "Keys", "Raccourcis", "Atajos";
        keys_close: "Close", "Fermer", "Cerrar";
        key_next: "next case", "dossier suivant", "siguiente caso";
        key_accept: "accept", "accepter", "aceptar";
        key_decline: "decline: then write the codes", "refuser\u{202f}: saisir ensuite les codes", "rechazar: después escribe los códigos";
        key_back: "give back", "rendre", "devolver";
        key_escalate: "leave to senior reviewers", "confier aux vérificateurs principaux", "dejar a revisores principales";
        key_hand_over: "hand over to a colleague", "transmettre à un collègue", "entregar a un colega";
        key_correct: "correct a reading", "corriger une lecture", "corregir una lectura";
        key_take: "take this case", "prendre ce dossier", "tomar este caso";
        key_picture: "choose a picture", "choisir une image", "elegir una imagen";
        key_zoom: "zoom", "agrandir, réduire", "acercar, alejar";
        key_turn: "rotate", "pivoter", "girar";
        key_lock: "lock the pictures", "lier les images", "enlazar las imágenes";

        said_taken: "You have this case now.", "Vous avez maintenant ce dossier.", "Ahora tienes este caso.";
        said_decided: "The case was decided.", "Le dossier a été décidé.", "El caso se decidió.";
        said_proposed: "Your decision waits until somebody else confirms it.", "Votre décision attend qu’une autre personne la confirme.", "Tu decisión espera a que otra persona la confirme.";
        said_asked: "The person is asked for the picture again.", "L’image est redemandée à la personne.", "Se volvió a pedir la imagen a la persona.";
        said_corrected: "The reading was corrected.", "La lecture a été corrigée.", "La lectura se corrigió.";
        said_overturned: "The verdict was overturned.", "La décision a été inversée.", "El veredicto se revirtió.";
        said_held: "The verification is held against deletion.", "La vérification est protégée contre la suppression.", "La verificación está retenida contra la eliminación.";
        said_released: "The verification is no longer held.", "La vérification n’est plus protégée.", "La verificación ya no está retenida.";

        wrong_decided: "Somebody else decided this case at {0}.", "Une autre personne a décidé ce dossier le {0}.", "Otra persona decidió este caso el {0}.";
        wrong_held: "A colleague has this case until {0}.", "Un collègue a ce dossier jusqu’au {0}.", "Un colega tiene este caso hasta el {0}.";
        wrong_not_held: "You do not have this case any more. Take it again.", "Vous n’avez plus ce dossier. Reprenez-le.", "Ya no tienes este caso. Vuelve a tomarlo.";
        wrong_seniors: "This case is for senior reviewers.", "Ce dossier est réservé aux vérificateurs principaux.", "Este caso es para revisores principales.";
        wrong_same_person: "Whoever decided cannot confirm it. Ask a colleague.", "La personne qui a décidé ne peut pas confirmer. Demandez à un collègue.", "Quien decidió no puede confirmarlo. Pídeselo a un colega.";
        wrong_proposed: "A decision about this case waits to be confirmed.", "Une décision sur ce dossier attend d’être confirmée.", "Una decisión sobre este caso espera confirmación.";
        wrong_code: "A decline needs at least one code from the list.", "Un refus nécessite au moins un code de la liste.", "Un rechazo necesita al menos un código de la lista.";
        wrong_until: "A case can be put off for at most 30 days.", "Un dossier peut être reporté de 30 jours au plus.", "Un caso se puede posponer 30 días como máximo.";
        wrong_picture: "This picture cannot be asked for again.", "Cette image ne peut pas être redemandée.", "Esta imagen no se puede volver a pedir.";
        wrong_stage: "This is not possible at this stage.", "Ce n’est pas possible à cette étape.", "Esto no es posible en esta etapa.";
        wrong_correction: "The field has this value already, or cannot have it.", "Le champ a déjà cette valeur ou ne peut pas l’avoir.", "El campo ya tiene este valor o no puede tenerlo.";
        wrong_hold: "This verification is held against deletion.", "Cette vérification est protégée contre la suppression.", "Esta verificación está retenida contra la eliminación.";
        wrong_reason: "Give a reason.", "Indiquez un motif.", "Indica un motivo.";
    }
}
