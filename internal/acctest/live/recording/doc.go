// SPDX-License-Identifier: MPL-2.0

// Package recording stands between a client and an organization, and writes what they say to each other as fixtures.
//
// A [Front] listens on loopback. It passes on what a [Guard] allows, and refuses everything else before it leaves this machine. A
// [Recorder] behind it writes each exchange as a file, redacted by its structure: what is not known to be harmless gets a pseudonym of the
// same form. A key or a token is never written, not even as a pseudonym.
//
// [Compare] finds what one recording has and another one has not: an organization's, and a simulator's. [Violations] compares a recording
// with Atlassian's OpenAPI documents.
package recording
