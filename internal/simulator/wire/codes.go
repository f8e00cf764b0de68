// SPDX-License-Identifier: MPL-2.0

package wire

// Error codes that Atlassian documents for its error objects.
const (
	CodeInvalidCursor   = "ADMIN-400-1"
	CodeInvalidDomain   = "ADMIN-400-2"
	CodeInvalidTime     = "ADMIN-400-3"
	CodeInvalidResource = "ADMIN-400-4"
	CodeInvalidSyntax   = "ADMIN-400-19"
	CodeInvalidBody     = "ADMIN-400-24"
	codeUnauthorized    = "ADMIN-401-2"
	CodeForbidden       = "ADMIN-403-3"
	CodeManagedGroup    = "ADMIN-403-5"
	CodeDefaultGroup    = "ADMIN-403-6"
	CodeAdminGroup      = "ADMIN-403-7"
	CodeUnknownResource = "ADMIN-404-1"
	CodeUnknownOrg      = "ADMIN-404-2"
	CodeUnknownDomain   = "ADMIN-404-3"
	CodeUnknownPolicy   = "ADMIN-404-5"
	CodeUnknownAttached = "ADMIN-404-6"
	CodeUnknownUser     = "ADMIN-404-8"
	CodeUnknownGroup    = "ADMIN-404-10"
	CodeLicense         = "ADMIN-409-3"
	CodeConflict        = "ADMIN-409-28"
	codeRateLimited     = "ADMIN-429-1"
	codeInternal        = "ADMIN-500-1"
	CodeInvalidPolicy   = "ADMIN-500-2"
)
