package io.serai.hub;

/**
 * An object that its system has no more.
 *
 * @param stamp when it went; what is newer shows it alive again, what is older does not
 * @param into id of the object that it was merged into there; null when it was deleted
 */
record Gone(Stamp stamp, String into) {

    static Gone later(Gone a, Gone b) {
        if (a == null || b == null) return a == null ? b : a;
        return a.stamp.compareTo(b.stamp) >= 0 ? a : b;
    }

    /** Whether that still holds, given what the object said. */
    boolean after(Contribution said) {
        Stamp latest = said.latest();
        return latest == null || stamp.compareTo(latest) > 0;
    }
}
