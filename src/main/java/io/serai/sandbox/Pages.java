package io.serai.sandbox;

/** What stands in front of a vendor, and answers when it is away. */
final class Pages {
    private Pages() {}

    static Reply unavailable(int status) {
        return Reply.html(
                status,
                "<!DOCTYPE html>\n<html><head><title>" + status + " Service Temporarily Unavailable</title></head>"
                        + "<body><center><h1>" + status + " Service Temporarily Unavailable</h1></center>"
                        + "<hr><center>nginx</center></body></html>\n");
    }
}
