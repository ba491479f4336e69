/* SPDX-License-Identifier: MIT */
/*
 * Self-signed certificates of CAs, valid from 2020-01-01 to 2119-12-31 unless said
 * otherwise. Nobody has their keys.
 */
#ifndef UNIT_CERTIFICATES_H
#define UNIT_CERTIFICATES_H

/* CN=Example Root */
#define ROOT_PEM                                                         \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBZDCCAQqgAwIBAgIUKiukhbTsm3szAWd13vMuAAYuVb8wCgYIKoZIzj0EAwIw\n" \
    "FzEVMBMGA1UEAwwMRXhhbXBsZSBSb290MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAw\n" \
    "MTAxMDAwMDAwWjAXMRUwEwYDVQQDDAxFeGFtcGxlIFJvb3QwWTATBgcqhkjOPQIB\n" \
    "BggqhkjOPQMBBwNCAARhZrmQUG6zz4w4vtSqI6l6zahG4Pobwx60koEBupgFO/6t\n" \
    "vIuYE7XOnLUjV+VUsmW4Ez+xnISjj4XGkxN+U8lCozIwMDAPBgNVHRMBAf8EBTAD\n" \
    "AQH/MB0GA1UdDgQWBBQpvRgpNAZldoTymedSlVFR6I4dXTAKBggqhkjOPQQDAgNI\n" \
    "ADBFAiEA39AOTRMhbgk8eqT/LTcZsTzGPy4m8EHpwjygpXNuC70CIAchgHHLhLEA\n" \
    "cPGWZTUvWxTpPcUpUqw6xtWE3UzpYCx+\n"                                 \
    "-----END CERTIFICATE-----\n"

/* CN=Root 2, O=Gr\xC3\xB6\xC3\x9Fe, "x" */
#define QUOTED_PEM                                                       \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBhjCCASygAwIBAgIUBzGnhVswt3YE0FcTc62JzPdDBQIwCgYIKoZIzj0EAwIw\n" \
    "KDEVMBMGA1UECgwMR3LDtsOfZSwgIngiMQ8wDQYDVQQDDAZSb290IDIwIBcNMjAw\n" \
    "MTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMCgxFTATBgNVBAoMDEdyw7bDn2Us\n" \
    "ICJ4IjEPMA0GA1UEAwwGUm9vdCAyMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n" \
    "c1mcmSzxs9VfNGNbvhE8hW2rPW3vDlFGJiiUwpAOTDG37BssYkAeUd2YNiu3Ch0h\n" \
    "+strU8G7jgFQP7mVE2vxGqMyMDAwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHQ4EFgQU\n" \
    "D1RRhBbM0yg9TqVdJG6ZZoQ7+0UwCgYIKoZIzj0EAwIDSAAwRQIhANVdnnMpybhE\n" \
    "Xql/+zji7+TOdPpq8tjkOwfaQQpNDeiJAiA//G/urdWtof1bhGEqsiECCe92agJj\n" \
    "RqYdPOcxWfPjlQ==\n"                                                 \
    "-----END CERTIFICATE-----\n"

/* CN=idp.example.com; not a CA */
#define LEAF_PEM                                                         \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBaDCCAQ2gAwIBAgIUJZIqYv8zDHlPpeYBtkuuWVMEbcUwCgYIKoZIzj0EAwIw\n" \
    "GjEYMBYGA1UEAwwPaWRwLmV4YW1wbGUuY29tMCAXDTIwMDEwMTAwMDAwMFoYDzIx\n" \
    "MjAwMTAxMDAwMDAwWjAaMRgwFgYDVQQDDA9pZHAuZXhhbXBsZS5jb20wWTATBgcq\n" \
    "hkjOPQIBBggqhkjOPQMBBwNCAAS+KugJKJR7Wh9LW+UxnEk6oc8oi0lGK6R2/Ag4\n" \
    "W1wai/iwYaPedd5ImCGcOU40uON3o5ePk2x64beK592Li4Mooy8wLTAMBgNVHRMB\n" \
    "Af8EAjAAMB0GA1UdDgQWBBSfCuV/k8mAKI/2eMFZxxZ1l1oDAzAKBggqhkjOPQQD\n" \
    "AgNJADBGAiEAz+O+y+IoUIQl2LuWf7LUxohG0fM8zZ4Ukm9duEz8gr8CIQD4eGGl\n" \
    "UTuKb2PJghq5a1RJaOMk97W4YZ7bpYMUuMe43Q==\n"                         \
    "-----END CERTIFICATE-----\n"

/* CN=old root; valid until 2021-01-01 */
#define EXPIRED_PEM                                                      \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBWjCCAQCgAwIBAgIUfeoCJyzGa47w3rNn/diFU3xLTkIwCgYIKoZIzj0EAwIw\n" \
    "EzERMA8GA1UEAwwIb2xkIHJvb3QwHhcNMjAwMTAxMDAwMDAwWhcNMjEwMTAxMDAw\n" \
    "MDAwWjATMREwDwYDVQQDDAhvbGQgcm9vdDBZMBMGByqGSM49AgEGCCqGSM49AwEH\n" \
    "A0IABGByqKKzT+mwWTzjHCySO86T/BWm7gN77ow+xZVralDFQNY6fRHr0Kd9dXZn\n" \
    "ky9oZTtsP8TKMb7RQGKDhdKXd/ujMjAwMA8GA1UdEwEB/wQFMAMBAf8wHQYDVR0O\n" \
    "BBYEFNF1eh5wC7P+WU42f1gUTZw7NOZEMAoGCCqGSM49BAMCA0gAMEUCIDE71qbh\n" \
    "6YL8UrTJsrNlAYvPUu6vT5tgBJGWIrLvUjacAiEAy+zXDLRCkWNVebgEDkd5NGP0\n" \
    "OF8lsxiOGgfN7zPIv9g=\n"                                             \
    "-----END CERTIFICATE-----\n"

/* CN=future root; valid from 2090-01-01 */
#define FUTURE_PEM                                                       \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBZDCCAQqgAwIBAgIUYDiSL68uaUSD9Nov4BSXGx8Dr0AwCgYIKoZIzj0EAwIw\n" \
    "FjEUMBIGA1UEAwwLZnV0dXJlIHJvb3QwIhgPMjA5MDAxMDEwMDAwMDBaGA8yMTAw\n" \
    "MDEwMTAwMDAwMFowFjEUMBIGA1UEAwwLZnV0dXJlIHJvb3QwWTATBgcqhkjOPQIB\n" \
    "BggqhkjOPQMBBwNCAARvBPnseS3/nSx5m14ab79CIF49g3Bp2qfoPVtEnby1dR5m\n" \
    "v4W3bTR5vDubQ30l2Vq0Ref6oTfuZCqZv3KBon6tozIwMDAPBgNVHRMBAf8EBTAD\n" \
    "AQH/MB0GA1UdDgQWBBQ7klTilvWWxkWwQP/XtDu+Gxi/CjAKBggqhkjOPQQDAgNI\n" \
    "ADBFAiALcCeQMpWqUuJh1nHajLbTDuuUmd2wVh9WFGFgQKGSRwIhAPRsCaTRH5nr\n" \
    "rHY0e3PU0RBH/Pi4VuVefzNMSPvssdu1\n"                                 \
    "-----END CERTIFICATE-----\n"

/* CN=Example Root, but its R is the byte 0xFF, which is not UTF-8 */
#define BAD_NAME_PEM                                                     \
    "-----BEGIN CERTIFICATE-----\n"                                      \
    "MIIBZDCCAQqgAwIBAgIUKiukhbTsm3szAWd13vMuAAYuVb8wCgYIKoZIzj0EAwIw\n" \
    "FzEVMBMGA1UEAwwMRXhhbXBsZSD/b290MCAXDTIwMDEwMTAwMDAwMFoYDzIxMjAw\n" \
    "MTAxMDAwMDAwWjAXMRUwEwYDVQQDDAxFeGFtcGxlIP9vb3QwWTATBgcqhkjOPQIB\n" \
    "BggqhkjOPQMBBwNCAARhZrmQUG6zz4w4vtSqI6l6zahG4Pobwx60koEBupgFO/6t\n" \
    "vIuYE7XOnLUjV+VUsmW4Ez+xnISjj4XGkxN+U8lCozIwMDAPBgNVHRMBAf8EBTAD\n" \
    "AQH/MB0GA1UdDgQWBBQpvRgpNAZldoTymedSlVFR6I4dXTAKBggqhkjOPQQDAgNI\n" \
    "ADBFAiEA39AOTRMhbgk8eqT/LTcZsTzGPy4m8EHpwjygpXNuC70CIAchgHHLhLEA\n" \
    "cPGWZTUvWxTpPcUpUqw6xtWE3UzpYCx+\n"                                 \
    "-----END CERTIFICATE-----\n"

#endif
