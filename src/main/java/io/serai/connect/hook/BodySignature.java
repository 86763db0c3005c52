package io.serai.connect.hook;

import io.serai.connect.hook.Rejected.Reason;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/**
 * HMAC-SHA256 over the body alone, in a header. It says nothing of time, so that an old request can be sent again: it is known by its
 * key then.
 */
final class BodySignature implements Signature {
    /** How the header writes it. */
    enum Form {
        BASE64(Base64.getEncoder()::encode, text -> text),
        HEX(
                hash -> HexFormat.of().formatHex(hash).getBytes(StandardCharsets.US_ASCII),
                text -> text.toLowerCase(Locale.ROOT));

        private final Function<byte[], byte[]> written;
        private final Function<String, String> plain;

        Form(Function<byte[], byte[]> written, Function<String, String> plain) {
            this.written = written;
            this.plain = plain;
        }
    }

    private final Hmac hmac;
    private final String header;
    private final String prefix;
    private final Form form;

    /** @param prefix what stands before the signature in the header, such as {@code sha256=}; empty for nothing */
    BodySignature(Hmac hmac, String header, String prefix, Form form) {
        this.hmac = hmac;
        this.header = header;
        this.prefix = prefix;
        this.form = form;
    }

    @Override
    public void check(Hook hook) throws Rejected {
        String given = hook.header(header);
        if (given == null) throw new Rejected(Reason.SIGNATURE, "expected the header " + header);
        boolean good = given.startsWith(prefix)
                && hmac.signs(List.of(form.plain.apply(given.substring(prefix.length()))), form.written, hook.body());
        if (!good)
            throw new Rejected(
                    Reason.SIGNATURE,
                    "expected " + header + ": " + prefix + "<" + form.name().toLowerCase(Locale.ROOT)
                            + " of HMAC-SHA256 over the body> with the system's webhook.secret");
    }
}
