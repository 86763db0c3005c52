package io.serai.sandbox;

/** Pages that are no JSON: of the proxy in front of a vendor that is away, and of paths that are no API. */
final class Pages {
    private Pages() {}

    static Reply unavailable(int status) {
        return Reply.html(
                status,
                "<!DOCTYPE html>\n<html><head><title>" + status + " Service Temporarily Unavailable</title></head>"
                        + "<body><center><h1>" + status + " Service Temporarily Unavailable</h1></center>"
                        + "<hr><center>nginx</center></body></html>\n");
    }

    static Reply notFound() {
        return Reply.html(404, "<!DOCTYPE html>\n<html><head><title>URL No Longer Exists</title></head></html>\n");
    }
}
