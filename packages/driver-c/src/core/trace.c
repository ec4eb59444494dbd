// SPDX-License-Identifier: MIT OR GPL-2.0
/* The tracepoints themselves: trace.h, compiled as data. */
#include <linux/etherdevice.h>
#include <linux/module.h>

#define CREATE_TRACE_POINTS
#include "trace.h"
