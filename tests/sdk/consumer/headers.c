/* SPDX-License-Identifier: MIT
 *
 * The installed C headers, as a program in C11 sees them.
 */
#include <afpunt/afpunt.h>

int main(void) {
    return AFPUNT_ABI_MAJOR == 1u ? 0 : 1;
}
