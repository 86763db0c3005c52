package io.serai.bus;

/** What a group has in the broker; another one after each attempt to remove the group, as that may have cost it what was there. */
record Place(Group group, long removals) {}
