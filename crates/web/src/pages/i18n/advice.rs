//! What people are told to do after a decline, in French and in Spanish; the core has the English.
//! A missing sentence does not compile.

use verification::decline::Advice;

macro_rules! advice {
    ($($variant:ident: $french:literal, $spanish:literal;)+) => {
        pub(super) const fn french(advice: Advice) -> &'static str {
            match advice {
                $(Advice::$variant => $french,)+
            }
        }

        pub(super) const fn spanish(advice: Advice) -> &'static str {
            match advice {
                $(Advice::$variant => $spanish,)+
            }
        }
    };
}

advice! {
    Name:
        "Le nom que nous avons lu n’est pas celui qui nous a été donné. Utilisez votre propre document et vérifiez que le nom est écrit comme sur celui-ci.",
        "El nombre que leímos no es el que nos dieron. Use su propio documento y verifique que el nombre esté escrito igual que en él.";
    Birth:
        "La date de naissance que nous avons lue n’est pas celle qui nous a été donnée. Utilisez votre propre document et vérifiez la date.",
        "La fecha de nacimiento que leímos no es la que nos dieron. Use su propio documento y revise la fecha.";
    Date:
        "Une date que nous avons lue n’est pas celle qui nous a été donnée. Vérifiez les dates et réessayez avec une photo nette.",
        "Una fecha que leímos no es la que nos dieron. Revise las fechas e inténtelo de nuevo con una foto nítida.";
    Issued:
        "La date de délivrance que nous avons lue n’est pas celle qui nous a été donnée. Vérifiez la date et réessayez avec une photo nette.",
        "La fecha de expedición que leímos no es la que nos dieron. Revise la fecha e inténtelo de nuevo con una foto nítida.";
    Expires:
        "La date d’expiration que nous avons lue n’est pas celle qui nous a été donnée. Vérifiez la date et réessayez avec une photo nette.",
        "La fecha de vencimiento que leímos no es la que nos dieron. Revise la fecha e inténtelo de nuevo con una foto nítida.";
    Number:
        "Le numéro que nous avons lu n’est pas celui qui nous a été donné. Vérifiez le numéro et réessayez avec une photo nette.",
        "El número que leímos no es el que nos dieron. Revise el número e inténtelo de nuevo con una foto nítida.";
    Gender:
        "Nous n’avons pas pu confirmer le sexe qui nous a été indiqué. Vérifiez-le et réessayez avec une photo nette du document.",
        "No pudimos confirmar el sexo que nos indicaron. Revíselo e inténtelo de nuevo con una foto nítida del documento.";
    Place:
        "Nous n’avons pas pu confirmer le lieu de délivrance. Vérifiez-le et réessayez avec une photo nette du document.",
        "No pudimos confirmar el lugar de expedición. Revíselo e inténtelo de nuevo con una foto nítida del documento.";
    Street:
        "L’adresse que nous avons lue n’est pas celle qui nous a été donnée. Vérifiez l’adresse ou utilisez un justificatif qui porte votre adresse actuelle.",
        "El domicilio que leímos no es el que nos dieron. Revíselo o use un comprobante que muestre su domicilio actual.";
    Country:
        "Nous ne pouvons pas accepter ici un document de ce pays. Utilisez un document du pays qui vous a été demandé.",
        "Aquí no podemos aceptar un documento de este país. Use uno del país que le pidieron.";
    Own:
        "Les documents ne semblent pas porter le même nom. Utilisez des documents qui sont tous les vôtres.",
        "Los documentos no parecen tener el mismo nombre. Use documentos que sean todos suyos.";
    Same:
        "Les deux photos semblent montrer des documents différents. Photographiez les deux côtés du même document.",
        "Las dos fotos parecen mostrar documentos distintos. Tome fotos de los dos lados del mismo documento.";
    Another:
        "Le même document ne peut pas servir deux fois ici. Utilisez un autre document pour cette étape.",
        "Aquí no se puede usar dos veces el mismo documento. Use otro para este paso.";
    AsBefore:
        "Ce n’est pas le document que nous connaissons depuis votre inscription. Utilisez le même ou adressez-vous à l’entreprise qui vous a sollicité.",
        "Este no es el documento que conocemos de su registro. Use el mismo o comuníquese con la empresa que se lo pidió.";
    Offered:
        "Ce type de document n’est pas accepté ici. Utilisez l’un de ceux qui vous ont été proposés.",
        "Aquí no se acepta este tipo de documento. Use uno de los que le ofrecieron.";
    Valid:
        "Ce document n’est plus valide. Utilisez un document qui n’a pas expiré.",
        "Este documento ya no está vigente. Use uno que no haya vencido.";
    Intact:
        "Ce document est abîmé ou a été retiré. Utilisez un document en bon état et en cours de validité.",
        "Este documento está dañado o fue retirado. Use uno que esté en buen estado y vigente.";
    Sharp:
        "La photo n’était pas assez nette. Tenez le téléphone sans bouger, attendez la mise au point et réessayez.",
        "La foto no salió suficientemente nítida. Sostenga el teléfono sin moverlo, espere a que enfoque e inténtelo de nuevo.";
    Whole:
        "Une partie du document est hors de la photo. Gardez les quatre coins visibles et réessayez.",
        "Una parte del documento quedó fuera de la foto. Mantenga a la vista las cuatro esquinas e inténtelo de nuevo.";
    Open:
        "Une partie du document est couverte ou difficile à voir. Écartez les doigts et les reflets, puis réessayez.",
        "Una parte del documento está tapada o se ve mal. Evite los dedos y los reflejos e inténtelo de nuevo.";
    Original:
        "Photographiez le document original lui-même. Une copie, une impression ou la photo d’un écran ne peut pas être utilisée ici.",
        "Tome la foto del documento original. Aquí no sirve una copia, una impresión ni la foto de una pantalla.";
    Camera:
        "Nous n’avons pas pu utiliser cette photo. Prenez-en une nouvelle du document original avec la caméra et envoyez-la telle quelle.",
        "No pudimos usar esta foto. Tome otra del documento original con la cámara y envíela tal como quede.";
    Unusable:
        "Nous n’avons pas pu utiliser cette photo. Adressez-vous à l’entreprise qui vous l’a demandée pour trouver un autre moyen.",
        "No pudimos usar esta foto. Comuníquese con la empresa que se la pidió para encontrar otra manera.";
    Live:
        "Prenez la photo maintenant, avec la caméra. Un fichier enregistré ne peut pas être utilisé pour cette étape.",
        "Tome la foto ahora, con la cámara. Para este paso no se puede usar un archivo guardado.";
    Front:
        "Il nous manque le recto du document. Tournez-le du côté de votre photo et réessayez.",
        "Nos falta el frente del documento. Voltéelo hacia el lado de su foto e inténtelo de nuevo.";
    Sides:
        "Il nous faut une photo de chaque côté du document. Photographiez le recto, puis le verso.",
        "Necesitamos una foto de cada lado del documento. Tome primero el frente y luego el reverso.";
    OneCard:
        "Nous avons vu plusieurs documents. N’en posez qu’un seul devant la caméra et réessayez.",
        "Vimos más de un documento. Ponga solo uno frente a la cámara e inténtelo de nuevo.";
    Portrait:
        "Nous n’avons pas pu voir votre photo sur le document. Utilisez un document avec photo, sans doigts ni reflets dessus.",
        "No pudimos ver su foto en el documento. Use un documento con foto, sin dedos ni reflejos encima.";
    Chip:
        "La puce du document et sa page imprimée ne concordent pas. Réessayez ou utilisez un autre document.",
        "El chip del documento y su página impresa no coinciden. Inténtelo de nuevo o use otro documento.";
    Test:
        "C’est un document d’exemple. Utilisez votre propre document.",
        "Este es un documento de muestra. Use su propio documento.";
    Face:
        "Nous n’avons pas bien vu votre visage. Regardez la caméra bien en face, ne bougez pas et réessayez.",
        "No pudimos ver bien su cara. Mire de frente a la cámara, no se mueva e inténtelo de nuevo.";
    Alone:
        "Nous avons vu plusieurs visages. Veillez à être seul sur la photo.",
        "Vimos más de una cara. Asegúrese de que solo usted salga en la foto.";
    Bare:
        "Retirez lunettes, chapeau et masque, gardez le visage dégagé et réessayez.",
        "Quítese lentes, gorra y cubrebocas, mantenga la cara descubierta e inténtelo de nuevo.";
    Eyes:
        "Nous n’avons pas pu voir vos yeux. Gardez-les ouverts, regardez la caméra et réessayez.",
        "No pudimos ver sus ojos. Manténgalos abiertos, mire a la cámara e inténtelo de nuevo.";
    Light:
        "Il faisait trop sombre. Trouvez un endroit plus lumineux, avec l’éclairage devant vous, et réessayez.",
        "Estaba demasiado oscuro. Busque un lugar más iluminado, con la luz de frente, e inténtelo de nuevo.";
    Selfie:
        "Nous n’avons pas pu utiliser cette photo. Prenez-en une nouvelle de vous avec la caméra, sans filtre, et envoyez-la telle quelle.",
        "No pudimos usar esta foto. Tómese otra con la cámara, sin filtros, y envíela tal como quede.";
    Lively:
        "Nous n’avons pas pu confirmer que vous étiez devant la caméra. Réessayez en suivant les indications à l’écran.",
        "No pudimos confirmar que usted estuviera frente a la cámara. Inténtelo de nuevo y siga las indicaciones de la pantalla.";
    Match:
        "Votre visage ne correspond pas à la photo de comparaison. Réessayez, le visage dégagé et tourné vers la caméra.",
        "Su cara no coincidió con la foto de comparación. Inténtelo de nuevo con la cara descubierta y mirando a la cámara.";
    Plain:
        "Réessayez à un endroit où l’on voit votre cadre habituel.",
        "Inténtelo de nuevo donde se vea su entorno habitual.";
    Note:
        "Le texte de la note n’est pas celui que nous avons demandé. Recopiez-le exactement et réessayez.",
        "El texto de la nota no es el que le pedimos. Cópielo exactamente e inténtelo de nuevo.";
    NoteKind:
        "La note n’est pas du type demandé. Suivez les instructions à l’écran et réessayez.",
        "La nota no es del tipo que le pedimos. Siga las instrucciones de la pantalla e inténtelo de nuevo.";
    NoteSeen:
        "Nous n’avons pas pu lire la note. Tenez-la sans bouger, face à la caméra et assez près.",
        "No pudimos leer la nota. Sosténgala sin moverla, de frente y cerca de la cámara.";
    NoteFace:
        "Nous devons voir votre visage et la note ensemble. Tenez la note à côté de votre visage et réessayez.",
        "Necesitamos ver juntas su cara y la nota. Sostenga la nota junto a su cara e inténtelo de nuevo.";
    NoteLive:
        "Nous n’avons pas pu utiliser cette photo de la note. Prenez-en une nouvelle de la note elle-même avec la caméra.",
        "No pudimos usar esta foto de la nota. Tome otra de la nota misma con la cámara.";
    Device:
        "Nous n’avons pas pu utiliser la caméra. Autorisez-la dans les réglages de votre navigateur ou continuez sur un autre appareil.",
        "No pudimos usar la cámara. Permítala en los ajustes del navegador o continúe en otro dispositivo.";
    Share:
        "Pour continuer, il nous faut la caméra ou vos documents. Autorisez la caméra et réessayez, ou adressez-vous à l’entreprise qui vous a sollicité.",
        "Para continuar necesitamos la cámara o sus documentos. Permita la cámara e inténtelo de nuevo, o comuníquese con la empresa que se lo pidió.";
    Resume:
        "Il manquait encore quelque chose à la fin. Recommencez et terminez chaque étape.",
        "Todavía faltaba algo cuando esto terminó. Empiece de nuevo y complete cada paso.";
    Cancelled:
        "Vous avez arrêté avant la fin. Vous pouvez recommencer avec un nouveau lien.",
        "Usted terminó esto antes de completarlo. Puede empezar de nuevo con un enlace nuevo.";
    Phone:
        "Nous n’avons pas pu confirmer ce numéro. Vérifiez-le et réessayez.",
        "No pudimos confirmar este número. Revíselo e inténtelo de nuevo.";
    Codes:
        "Le code a été mal saisi trop de fois. Demandez un nouveau lien à l’entreprise.",
        "El código se escribió mal demasiadas veces. Pida a la empresa un enlace nuevo.";
    Reach:
        "Nous n’avons pas pu joindre ce numéro. Vérifiez qu’il est exact et peut recevoir des messages, puis réessayez.",
        "No pudimos comunicarnos con este número. Verifique que sea correcto y que reciba mensajes, e inténtelo de nuevo.";
    OneTime:
        "Ce n’est pas le code attendu. Demandez-en un nouveau et réessayez.",
        "No es el código que esperábamos. Pida uno nuevo e inténtelo otra vez.";
    Answer:
        "Une réponse n’est pas celle que nous attendions. Relisez les questions et réessayez.",
        "Una respuesta no es la que esperábamos. Lea de nuevo las preguntas e inténtelo otra vez.";
    Later:
        "Nous n’avons pas pu terminer en raison d’un problème technique. Réessayez dans quelques minutes.",
        "No pudimos terminar por un problema técnico. Inténtelo de nuevo en unos minutos.";
    App:
        "Votre application d’identité n’a pas répondu. Vérifiez qu’elle est installée et à jour, puis réessayez.",
        "Su aplicación de identidad no respondió. Verifique que esté instalada y actualizada e inténtelo de nuevo.";
    Newer:
        "Une demande plus récente a remplacé celle-ci. Continuez avec la plus récente.",
        "Una solicitud más reciente reemplazó a esta. Continúe con la más reciente.";
    Registered:
        "Vous avez peut-être déjà un compte. Connectez-vous ou adressez-vous à l’entreprise qui vous a sollicité.",
        "Es posible que ya tenga una cuenta. Inicie sesión con ella o comuníquese con la empresa que se lo pidió.";
    Unregistered:
        "Nous n’avons pas d’inscription à laquelle comparer. Inscrivez-vous d’abord ou adressez-vous à l’entreprise qui vous a sollicité.",
        "No tenemos un registro con el cual comparar. Regístrese primero o comuníquese con la empresa que se lo pidió.";
    Age:
        "Nous n’avons pas pu confirmer que vous avez l’âge requis pour ce service. Adressez-vous à l’entreprise qui vous a sollicité.",
        "No pudimos confirmar que tenga la edad que pide este servicio. Comuníquese con la empresa que se lo pidió.";
    Contact:
        "Nous n’avons pas pu terminer cette vérification. Adressez-vous à l’entreprise qui vous l’a demandée.",
        "No pudimos completar esta verificación. Comuníquese con la empresa que se la pidió.";
    Company:
        "Nous n’avons pas pu confirmer ces données de l’entreprise. Vérifiez-les et envoyez des documents à jour.",
        "No pudimos confirmar estos datos de la empresa. Revíselos y envíe documentos vigentes.";
}
