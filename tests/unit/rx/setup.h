/* The rig with a provider, before and after each test of src/rx.
 *
 * SPDX-License-Identifier: MIT */
#ifndef UNIT_RX_SETUP_H
#define UNIT_RX_SETUP_H

#include "path_rig.h"

/* An open network. */
int setup(void **state);
/* A protected one with keys and an open port. */
int setup_secure(void **state);
int teardown(void **state);

#define OPEN_TEST(f) cmocka_unit_test_setup_teardown(f, setup, teardown)
#define SECURE_TEST(f)                                                         \
    cmocka_unit_test_setup_teardown(f, setup_secure, teardown)

#endif
