/* The vectors, run through the core and one provider.
 *
 * SPDX-License-Identifier: MIT */
#ifndef VECTORS_VECTORS_H
#define VECTORS_VECTORS_H

#include <dot11/crypto.h>

/* @return how many tests failed */
int vectors_run(const char *name, const struct dot11_crypto_ops *ops,
                void *crypto);

#endif
