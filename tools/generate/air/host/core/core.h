/* SPDX-License-Identifier: MIT OR GPL-2.0 */
/* Of the driver's objects the driver's arithmetic knows places alone. */
#include "place.h"
