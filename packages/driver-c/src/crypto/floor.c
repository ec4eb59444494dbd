// SPDX-License-Identifier: MIT OR GPL-2.0
/* Ciphers, and their vectors. Compiled in one go (Kbuild). */
#include "aes-modes.c"
#include "aes-x86.c"
#include "crypto.c"
#include "handshake.c"
#include "rc4.c"
#include "vectors.c"
