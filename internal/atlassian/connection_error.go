// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"crypto/tls"
	"errors"
	"fmt"
)

// ConnectionError is a call that ended without any answer: the server was not reached, or the connection broke.
type ConnectionError struct {
	// Operation is the operation that was called.
	Operation Operation
	// Place is the scheme and host that the client called.
	Place string
	// Unreached says that the call reached no server at all.
	Unreached bool
	// Untrusted says that the server's certificate is not trusted.
	Untrusted bool
	// Err is what went wrong.
	Err error
}

// Error names the place.
func (e *ConnectionError) Error() string {
	if e.Unreached {
		return fmt.Sprintf("%s: %s cannot be reached: %v", e.Operation.ID, e.Place, e.Err)
	}
	return fmt.Sprintf("%s: the connection to %s failed: %v", e.Operation.ID, e.Place, e.Err)
}

// Unwrap returns what went wrong.
func (e *ConnectionError) Unwrap() error { return e.Err }

func (c *Client) connectionError(call *call, err error) *ConnectionError {
	var certificate *tls.CertificateVerificationError
	return &ConnectionError{
		Operation: call.operation, Place: c.place(call.operation), Unreached: call.unreached,
		Untrusted: errors.As(err, &certificate), Err: c.secrets.redactError(err),
	}
}

// place is the scheme and host that an operation is sent to. The path of the base URL does not matter for a connection.
func (c *Client) place(operation Operation) string {
	base := c.host(operation)
	return base.Scheme + "://" + base.Host
}
