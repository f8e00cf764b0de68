// SPDX-License-Identifier: MPL-2.0

package gateway

import "net/http"

// gatewayError is why the gateway refuses a query. Unverified: the values of
// errorType.
type gatewayError struct {
	message string
	kind    string
	status  int
}

func forbidden(message string) *gatewayError {
	return &gatewayError{message, "FORBIDDEN", http.StatusForbidden}
}

func badRequest(message string) *gatewayError {
	return &gatewayError{message, "BAD_REQUEST", http.StatusBadRequest}
}

func notFound(message string) *gatewayError {
	return &gatewayError{message, "NOT_FOUND", http.StatusNotFound}
}

func (e *gatewayError) Error() string { return e.message }

// Extensions are beside the message in errors[].
func (e *gatewayError) Extensions() map[string]any {
	return map[string]any{"errorType": e.kind, "statusCode": e.status}
}

// wireMutationError is an error in the payload of a mutation.
type wireMutationError struct {
	Message    *string
	Extensions *wireExtension
}

type wireExtension struct {
	ErrorType  *string
	StatusCode *int32
}

// ToGenericMutationErrorExtension resolves the only type that implements the
// interface.
func (e *wireExtension) ToGenericMutationErrorExtension() (*wireExtension, bool) { return e, true }

// inPayload is the form of the error in the payload of a mutation.
func (e *gatewayError) inPayload() *[]*wireMutationError {
	return &[]*wireMutationError{{Message: &e.message, Extensions: &wireExtension{ErrorType: &e.kind, StatusCode: new(int32(e.status))}}} //nolint:gosec // a status fits
}
