// Certificates that only tests trust; their keys are published here, and they are valid from 2020
// to 2120, but for the one that has expired. The issuer's own key was thrown away.

extension FakeTLS {
  /// The issuer of all the others.
  package static let authority = """
    -----BEGIN CERTIFICATE-----
    MIIBZzCCAQ2gAwIBAgIBATAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9nb2xkdG9w
    IHRlc3QgQ0EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBoxGDAW
    BgNVBAMMD2dvbGR0b3AgdGVzdCBDQTBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IA
    BDOl7plYFYHnqpQBEDO38LxNYO3G+viD6+5ygjK3rY4K612oYiOExvtWEjqIZ5ib
    sUWFSpfdtC3ryc1+jtDvNx6jQjBAMA8GA1UdEwEB/wQFMAMBAf8wDgYDVR0PAQH/
    BAQDAgIEMB0GA1UdDgQWBBTS2MDkHlZ0E70zgSabGAszEZHpUTAKBggqhkjOPQQD
    AgNIADBFAiB/36pDWfyo7Gig1RnCDDm40K6gzAxYtXL5Z7WjZ5fDlgIhAO8arPdi
    E2lc9+ioRTI+2Oo0YNpRqnGtnRcKaamy0A4z
    -----END CERTIFICATE-----
    """

  /// For `localhost` and 127.0.0.1.
  package static let localhostCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBkjCCATigAwIBAgIBAjAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9nb2xkdG9w
    IHRlc3QgQ0EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMBQxEjAQ
    BgNVBAMMCWxvY2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABE/4sUNn
    Ci7LOhHVEpN8UDyaiB4g6g5UtL8B6uI6DfmSEnfbchDi1zOh/16XWbIKrefHWRaM
    kCBKVTg4L0Hoe0mjczBxMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATATBgNV
    HSUEDDAKBggrBgEFBQcDATAdBgNVHQ4EFgQUL9WuLKNpNNRiXTzjkdTgih86tJow
    HwYDVR0jBBgwFoAU0tjA5B5WdBO9M4EmmxgLMxGR6VEwCgYIKoZIzj0EAwIDSAAw
    RQIgWr+pMRrYayjQKb1sPMCQS+zFUqlP7rg7oWCRD5InVdQCIQDQreUDK2oauqLp
    uPNVyJlMLjW6MyDczg/hLbxP0lN4sQ==
    -----END CERTIFICATE-----
    """

  /// Of `localhostCertificate`.
  package static let localhostKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgRgJyAWzJDLdnDd8J
    TSFt5xlKvfBYbRuVOZBWsCLbo6ihRANCAARP+LFDZwouyzoR1RKTfFA8mogeIOoO
    VLS/AeriOg35khJ323IQ4tczof9el1myCq3nx1kWjJAgSlU4OC9B6HtJ
    -----END PRIVATE KEY-----
    """

  /// For `metrics.example.test` alone.
  package static let namedCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBojCCAUigAwIBAgIBAzAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9nb2xkdG9w
    IHRlc3QgQ0EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB8xHTAb
    BgNVBAMMFG1ldHJpY3MuZXhhbXBsZS50ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0D
    AQcDQgAEiSVVgaf885f6QcVGXm2GdKq9n2cmBy1MvZIJuN1MtjjRg7qjsKp1lc8z
    OHfYiao700fDqVxFg1Hucnt0eJFeqaN4MHYwHwYDVR0RBBgwFoIUbWV0cmljcy5l
    eGFtcGxlLnRlc3QwEwYDVR0lBAwwCgYIKwYBBQUHAwEwHQYDVR0OBBYEFIEkaZqR
    yckoyk0qhlWdL9bVaz10MB8GA1UdIwQYMBaAFNLYwOQeVnQTvTOBJpsYCzMRkelR
    MAoGCCqGSM49BAMCA0gAMEUCIQCrz7xFk/Baw8rlvFLUgKqbKv+pb7X99ZIq+bwi
    eNeFrAIgaXBss2QZqO4QlEOvs9nYRCqQ7OCYRIaO4O9wYDGZFUA=
    -----END CERTIFICATE-----
    """

  /// Of `namedCertificate`.
  package static let namedKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgBjkZ5iwnu8eqJnch
    uXRCo9hawbU3hWmesyxNMwcZv7ShRANCAASJJVWBp/zzl/pBxUZebYZ0qr2fZyYH
    LUy9kgm43Uy2ONGDuqOwqnWVzzM4d9iJqjvTR8OpXEWDUe5ye3R4kV6p
    -----END PRIVATE KEY-----
    """

  /// Of a client.
  package static let clientCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBgDCCASagAwIBAgIBBDAKBggqhkjOPQQDAjAaMRgwFgYDVQQDDA9nb2xkdG9w
    IHRlc3QgQ0EwIBcNMjAwMTAxMDAwMDAwWhgPMjEyMDAxMDEwMDAwMDBaMB4xHDAa
    BgNVBAMME2dvbGR0b3AtdGVzdC1jbGllbnQwWTATBgcqhkjOPQIBBggqhkjOPQMB
    BwNCAAQiAU6gXxmuWwM+TMxkx4EtYKe7QRU86P6Vgjg4u0OsBakrHJOOFCcyYIqU
    pCKWijm3bCFzYEaJ2Av9hcGb8+RDo1cwVTATBgNVHSUEDDAKBggrBgEFBQcDAjAd
    BgNVHQ4EFgQUCG7J77h6tZksokvJayw7fP9g8powHwYDVR0jBBgwFoAU0tjA5B5W
    dBO9M4EmmxgLMxGR6VEwCgYIKoZIzj0EAwIDSAAwRQIgFpL8hcvek88w7aWH9wrC
    exKlUkRVGs02z8Yu0RvzffsCIQDZkNm0kBTPQJhs7sEGkflnXqCwQaeVc0vzqFgd
    cfOWAg==
    -----END CERTIFICATE-----
    """

  /// Of `clientCertificate`.
  package static let clientKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgNWIOQ6ivXsbLSEtQ
    HkH3/veVn8ffaylgT2rYVfW4qN6hRANCAAQiAU6gXxmuWwM+TMxkx4EtYKe7QRU8
    6P6Vgjg4u0OsBakrHJOOFCcyYIqUpCKWijm3bCFzYEaJ2Av9hcGb8+RD
    -----END PRIVATE KEY-----
    """

  /// For `localhost` and 127.0.0.1 until the end of 2020, issued by itself.
  package static let expiredCertificate = """
    -----BEGIN CERTIFICATE-----
    MIIBRTCB7KADAgECAgEFMAoGCCqGSM49BAMCMBQxEjAQBgNVBAMMCWxvY2FsaG9z
    dDAeFw0yMDAxMDEwMDAwMDBaFw0yMTAxMDEwMDAwMDBaMBQxEjAQBgNVBAMMCWxv
    Y2FsaG9zdDBZMBMGByqGSM49AgEGCCqGSM49AwEHA0IABOdTVbePMv/5xhD00ys1
    iGbagX+W6sgC6gyuAInmmj+CiLn0k6UNBN4h4YzTpnwEXch9/wHaIJoeT1c6m8Yc
    PdyjLzAtMBoGA1UdEQQTMBGCCWxvY2FsaG9zdIcEfwAAATAPBgNVHRMBAf8EBTAD
    AQH/MAoGCCqGSM49BAMCA0gAMEUCIBB6VYNoRIxPZW6dnfJj58rfWELu07Ax4YZj
    M3e0VZZ7AiEAziDX94E0iW4lrGwyNgV04CBhxFbQln0oZYeMO1OBGIE=
    -----END CERTIFICATE-----
    """

  /// Of `expiredCertificate`.
  package static let expiredKey = """
    -----BEGIN PRIVATE KEY-----
    MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgzTFERaZ+vxW3raRx
    6b87bIlMITi+ry2dmvUysQahQyWhRANCAATnU1W3jzL/+cYQ9NMrNYhm2oF/lurI
    AuoMrgCJ5po/goi59JOlDQTeIeGM06Z8BF3Iff8B2iCaHk9XOpvGHD3c
    -----END PRIVATE KEY-----
    """
}
