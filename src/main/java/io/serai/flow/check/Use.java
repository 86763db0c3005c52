package io.serai.flow.check;

/**
 * One place in a file where an endpoint is named.
 *
 * @param in the file
 * @param uri as written, parameters included
 * @param reads true when messages come from it, false when they are sent to it
 * @param dynamic true when a part of it is computed for each message
 * @param line about where it stands
 * @param transacted true inside {@code transacted}
 */
record Use(Parsed in, String uri, boolean reads, boolean dynamic, int line, boolean transacted) {

    String scheme() {
        int end = uri.indexOf(':');
        String scheme = end < 0 ? uri : uri.substring(0, end);
        int query = scheme.indexOf('?');
        return query < 0 ? scheme : scheme.substring(0, query);
    }

    /** What stands between the scheme and the query. */
    String path() {
        int begin = uri.indexOf(':') + 1;
        int end = uri.indexOf('?');
        String path = begin == 0 ? "" : uri.substring(begin, end < begin ? uri.length() : end);
        return path.startsWith("//") ? path.substring(2) : path;
    }

    boolean is(String scheme) {
        return scheme.equals(scheme());
    }
}
