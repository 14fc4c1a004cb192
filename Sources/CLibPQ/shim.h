// SPDX-License-Identifier: Apache-2.0
// PostgreSQL's client library, as pkg-config finds it.
#include <libpq-fe.h>
