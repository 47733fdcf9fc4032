//! The texts of signing in, of invitations, and of one's own account.

use super::texts::texts;

texts! {
    /// The texts of signing in, of invitations, and of one's own account.
    SignInTexts {
        title: "Sign in", "Connexion", "Iniciar sesión";
        email: "E-mail address", "Adresse e-mail", "Correo electrónico";
        password: "Password", "Mot de passe", "Contraseña";
        next: "Continue", "Continuer", "Continuar";
        lost: "If you have lost your password or your telephone, ask an administrator for a new invitation.", "Si vous avez perdu votre mot de passe ou votre téléphone, demandez une nouvelle invitation à un administrateur.", "Si perdiste tu contraseña o tu teléfono, pide una nueva invitación a un administrador.";
        wrong: "The e-mail address or the password is not right.", "L’adresse e-mail ou le mot de passe est incorrect.", "El correo electrónico o la contraseña no son correctos.";
        too_soon: "There were too many attempts. Try again in {0} seconds.", "Trop de tentatives. Réessayez dans {0} secondes.", "Demasiados intentos. Inténtalo de nuevo en {0} segundos.";
        expired: "The time for the second step is over. Sign in again.", "Le délai de la deuxième étape est écoulé. Reconnectez-vous.", "Se acabó el tiempo para el segundo paso. Vuelve a iniciar sesión.";

        second_title: "Second step", "Deuxième étape", "Segundo paso";
        second_lead: "Open the authenticator app on your telephone and enter the code that it shows for this server.", "Ouvrez l’application d’authentification sur votre téléphone et saisissez le code affiché pour ce serveur.", "Abre la aplicación de autenticación en tu teléfono e introduce el código que muestra para este servidor.";
        code: "Code of six digits", "Code à six chiffres", "Código de seis dígitos";
        wrong_code: "The code is not right, or was used before. Wait for the next one.", "Le code est incorrect ou a déjà été utilisé. Attendez le suivant.", "El código no es correcto o ya se usó. Espera al siguiente.";
        no_app: "I do not have the app at hand", "Je n’ai pas l’application sous la main", "No tengo la aplicación a mano";
        recovery_code: "Recovery code", "Code de récupération", "Código de recuperación";
        recovery_help: "Each of your recovery codes works once.", "Chacun de vos codes de récupération fonctionne une seule fois.", "Cada uno de tus códigos de recuperación funciona una sola vez.";
        wrong_recovery: "This recovery code is not right, or was used before.", "Ce code de récupération est incorrect ou a déjà été utilisé.", "Este código de recuperación no es correcto o ya se usó.";

        invitation_title: "Welcome, {0}", "Bienvenue, {0}", "Te damos la bienvenida, {0}";
        invitation_lead: "You were invited to this back office. Choose a password and set up an authenticator app to sign in from now on.", "Vous avez été invité dans cet espace de gestion. Choisissez un mot de passe et configurez une application d’authentification pour vous connecter.", "Te invitaron a este panel de gestión. Elige una contraseña y configura una aplicación de autenticación para iniciar sesión a partir de ahora.";
        role: "Role", "Rôle", "Función";
        new_password: "New password", "Nouveau mot de passe", "Contraseña nueva";
        password_help: "At least 12 characters. A few words in a row are easy to remember and hard to guess.", "Au moins 12 caractères. Quelques mots à la suite sont faciles à retenir et difficiles à deviner.", "Al menos 12 caracteres. Unas cuantas palabras seguidas son fáciles de recordar y difíciles de adivinar.";
        app_title: "Authenticator app", "Application d’authentification", "Aplicación de autenticación";
        app_lead: "Scan this code with the app on your telephone.", "Scannez ce code avec l’application de votre téléphone.", "Escanea este código con la aplicación de tu teléfono.";
        app_qr: "QR code for the authenticator app", "Code QR pour l’application d’authentification", "Código QR para la aplicación de autenticación";
        app_secret: "Or enter this key in the app:", "Ou saisissez cette clé dans l’application\u{202f}:", "O introduce esta clave en la aplicación:";
        app_code: "Code that the app shows now", "Code affiché maintenant par l’application", "Código que muestra ahora la aplicación";
        accept: "Accept the invitation", "Accepter l’invitation", "Aceptar la invitación";
        bad_app_code: "The code is not right. Check that the clock of your telephone is right, and enter the code that the app shows now.", "Le code est incorrect. Vérifiez que l’heure de votre téléphone est juste, puis saisissez le code affiché maintenant.", "El código no es correcto. Comprueba que la hora de tu teléfono es correcta e introduce el código que muestra ahora la aplicación.";
        too_short: "The password is too short. It needs at least 12 characters.", "Le mot de passe est trop court. Il faut au moins 12 caractères.", "La contraseña es demasiado corta. Necesita al menos 12 caracteres.";
        too_long: "The password is too long. It may have 256 characters at most.", "Le mot de passe est trop long. Il peut avoir 256 caractères au plus.", "La contraseña es demasiado larga. Puede tener 256 caracteres como máximo.";
        too_easy: "This password is easy to guess. Choose one that does not contain your e-mail address and does not repeat the same few characters.", "Ce mot de passe est facile à deviner. Choisissez-en un qui ne contient pas votre adresse e-mail et ne répète pas les mêmes caractères.", "Esta contraseña es fácil de adivinar. Elige una que no contenga tu correo electrónico ni repita los mismos caracteres.";

        codes_title: "Your recovery codes", "Vos codes de récupération", "Tus códigos de recuperación";
        codes_lead: "If you lose your telephone, each of these codes signs you in once. They are shown only now. Keep them where you keep other important papers.", "Si vous perdez votre téléphone, chacun de ces codes vous permet de vous connecter une fois. Ils ne sont affichés que maintenant. Conservez-les avec vos autres documents importants.", "Si pierdes tu teléfono, cada uno de estos códigos te permite iniciar sesión una vez. Solo se muestran ahora. Guárdalos con tus otros documentos importantes.";
        codes_kept: "I have kept them", "Je les ai conservés", "Ya los guardé";

        account_title: "Your account", "Votre compte", "Tu cuenta";
        signed_in_for: "You are signed out after {0} minutes in which you do nothing.", "Vous êtes déconnecté après {0} minutes d’inactivité.", "Se cierra tu sesión tras {0} minutos sin actividad.";
        change_password: "Change the password", "Changer de mot de passe", "Cambiar la contraseña";
        old_password: "Present password", "Mot de passe actuel", "Contraseña actual";
        wrong_password: "The present password is not right.", "Le mot de passe actuel est incorrect.", "La contraseña actual no es correcta.";
        others_end: "All your other sessions end.", "Toutes vos autres sessions prennent fin.", "Se cierran todas tus demás sesiones.";
        password_changed: "Your password was changed.", "Votre mot de passe a été changé.", "Se cambió tu contraseña.";
        new_app: "Set up another app", "Configurer une autre application", "Configurar otra aplicación";
        new_app_lead: "The app that you use now stops working, and you get new recovery codes.", "L’application que vous utilisez actuellement ne fonctionnera plus, et vous recevrez de nouveaux codes de récupération.", "La aplicación que usas ahora dejará de funcionar y recibirás nuevos códigos de recuperación.";
        new_codes: "New recovery codes", "Nouveaux codes de récupération", "Nuevos códigos de recuperación";
        codes_left: "Recovery codes that you have not used: {0}", "Codes de récupération non utilisés\u{202f}: {0}", "Códigos de recuperación sin usar: {0}";
        make_codes: "Replace the recovery codes", "Remplacer les codes de récupération", "Reemplazar los códigos de recuperación";
    }
}
