package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;

/**
 * Refuses what cannot be for this client before its signature is looked at, as that may take a question to Adobe: who does not know the client id cannot have
 * keys fetched. Whether each event is for it, {@link AdobeRecipient} looks at.
 */
record AdobeClient(String id, Signature signature) implements Signature {
    @Override
    public void check(Hook hook) throws Rejected {
        if (!new String(hook.body(), StandardCharsets.UTF_8).contains(id))
            throw new Rejected(Reason.SIGNATURE, "expected recipientclientid to be the system's webhook.client-id");
        signature.check(hook);
    }
}
