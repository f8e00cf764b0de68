// SPDX-License-Identifier: MPL-2.0

// Package contract holds every HTTP exchange of the test suite against
// Atlassian's own OpenAPI documents.
//
// The middleware sits between a client and the simulated organization. What the
// client sends and what the simulator answers are both validated, so that a
// misreading of the API that both sides share can't cancel itself out.
//
// The documents are not part of this repository; the command fetch gets them. The
// environment variable ATLASSIAN_OPENAPI_DIR names the folder that holds them, and
// make sets it if they were fetched; without it the checks are off, and say so once
// per process. With it, a folder that is missing or a
// document that doesn't load fails the test: checks that were asked for are
// never skipped silently.
//
// When ATLASSIAN_CONTRACT_REPORT names a folder, every process appends the
// operations it saw to a file there; the summary command reads them.
package contract
