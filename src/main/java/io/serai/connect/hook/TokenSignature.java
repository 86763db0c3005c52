package io.serai.connect.hook;

import io.serai.connect.Secret;
import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;

/**
 * A secret text in a header, for senders that can sign nothing, such as an automation's HTTP step. Who sees one request can send
 * others: TLS is needed.
 */
record TokenSignature(String header, List<Secret> secrets) implements Signature {
    @Override
    public void check(Hook hook) throws Rejected {
        String given = hook.header(header);
        if (given == null) throw new Rejected(Reason.SIGNATURE, "expected the header " + header);
        byte[] bytes = given.getBytes(StandardCharsets.UTF_8);
        boolean good = false;
        for (Secret secret : secrets)
            for (String one : secret.accepted())
                good |= MessageDigest.isEqual(bytes, one.getBytes(StandardCharsets.UTF_8));
        if (!good) throw new Rejected(Reason.SIGNATURE, "expected " + header + " to be the system's webhook.secret");
    }
}
