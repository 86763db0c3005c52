/** The packaged runtime as real processes, with the sandbox's vendors outside of it: started, watched, killed and started again. */
package io.serai.it;
