/** Conversions of single values, pure and thread-safe; each is one type of a mapping table. */
package io.serai.mapping.convert;
