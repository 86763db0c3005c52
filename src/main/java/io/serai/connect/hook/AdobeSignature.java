package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.Base64;

/**
 * Adobe I/O Events: two signatures of the body, RSA with SHA-256 in base64, each with the path of its public key; one of them has to be good, as keys are
 * changed one after the other. Adobe signs the events of all its customers so: whom one is for, {@link AdobeRecipient} looks at. Nothing of time is signed;
 * an event that is sent again is known by its id.
 */
final class AdobeSignature implements Signature {
    private static final String SIGNATURE = "x-adobe-digital-signature-";
    private static final String PATH = "x-adobe-public-key%d-path";

    private final AdobeKeys keys;

    AdobeSignature(AdobeKeys keys) {
        this.keys = keys;
    }

    @Override
    public void check(Hook hook) throws Rejected {
        Rejected unknown = null;
        for (int i = 1; i <= 2; i++) {
            String signature = hook.header(SIGNATURE + i);
            String path = hook.header(PATH.formatted(i));
            if (signature == null || path == null) continue;
            try {
                if (signs(keys.at(path), signature, hook.body())) return;
            } catch (Rejected e) {
                unknown = e; // the other one may be good
            }
        }
        if (unknown != null) throw unknown;
        throw new Rejected(
                Reason.SIGNATURE,
                "expected " + SIGNATURE
                        + "1 or -2: <base64 of RSA with SHA-256 over the body>, with the public key that"
                        + " x-adobe-public-key1-path or -key2-path names");
    }

    private static boolean signs(PublicKey key, String signature, byte[] body) {
        if (key == null) return false;
        try {
            java.security.Signature rsa = java.security.Signature.getInstance("SHA256withRSA");
            rsa.initVerify(key);
            rsa.update(body);
            return rsa.verify(Base64.getDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // of another length than the key's, or no base64
        }
    }
}
