// SPDX-License-Identifier: MPL-2.0

package simulator

// Error codes that Atlassian lists with its error objects.
const (
	codeInvalidCursor   = "ADMIN-400-1"
	codeInvalidDomain   = "ADMIN-400-2"
	codeInvalidTime     = "ADMIN-400-3"
	codeInvalidResource = "ADMIN-400-4"
	codeInvalidSyntax   = "ADMIN-400-19"
	codeInvalidBody     = "ADMIN-400-24"
	codeUnauthorized    = "ADMIN-401-2"
	codeForbidden       = "ADMIN-403-3"
	codeManagedGroup    = "ADMIN-403-5"
	codeDefaultGroup    = "ADMIN-403-6"
	codeAdminGroup      = "ADMIN-403-7"
	codeUnknownResource = "ADMIN-404-1"
	codeUnknownOrg      = "ADMIN-404-2"
	codeUnknownDomain   = "ADMIN-404-3"
	codeUnknownPolicy   = "ADMIN-404-5"
	codeUnknownUser     = "ADMIN-404-8"
	codeUnknownGroup    = "ADMIN-404-10"
	codeLicense         = "ADMIN-409-3"
	codeConflict        = "ADMIN-409-28"
	codeRateLimited     = "ADMIN-429-1"
	codeInternal        = "ADMIN-500-1"
)
