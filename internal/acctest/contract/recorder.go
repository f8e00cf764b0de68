// SPDX-License-Identifier: MPL-2.0

package contract

import (
	"bufio"
	"bytes"
	"maps"
	"net"
	"net/http"
)

// recorder holds an answer back until it is checked. It lets a handler take the
// connection over, because that is how a simulated organization drops one.
type recorder struct {
	to       http.ResponseWriter
	header   http.Header
	status   int
	body     bytes.Buffer
	flushed  bool
	hijacked bool
}

func newRecorder(to http.ResponseWriter) *recorder {
	return &recorder{to: to, header: make(http.Header)}
}

// Header returns the header of the answer.
func (r *recorder) Header() http.Header { return r.header }

// WriteHeader notes the status; as with net/http, the first one counts.
func (r *recorder) WriteHeader(status int) {
	if r.status == 0 {
		r.status = status
	}
}

// Write appends to the body.
func (r *recorder) Write(data []byte) (int, error) {
	r.WriteHeader(http.StatusOK)
	return r.body.Write(data)
}

// Flush is remembered, so that half an answer before a dropped connection
// reaches the client all the same.
func (r *recorder) Flush() { r.flushed = true }

// Hijack gives the connection to the handler.
func (r *recorder) Hijack() (net.Conn, *bufio.ReadWriter, error) {
	conn, buffer, err := http.NewResponseController(r.to).Hijack()
	r.hijacked = err == nil
	return conn, buffer, err
}

// Unwrap lets http.ResponseController reach the deadlines of the connection.
func (r *recorder) Unwrap() http.ResponseWriter { return r.to }

func (r *recorder) statusCode() int {
	if r.status == 0 {
		return http.StatusOK
	}
	return r.status
}

// send passes the answer on. It is deferred, so that it also runs while a
// handler's panic aborts the connection: net/http then sends what was flushed
// and closes.
func (r *recorder) send() {
	if r.hijacked || (r.status == 0 && !r.flushed && len(r.header) == 0) {
		return
	}
	maps.Copy(r.to.Header(), r.header)
	if r.status != 0 {
		r.to.WriteHeader(r.status)
	}
	if r.body.Len() > 0 {
		// A client that hung up is no concern of the check.
		_, _ = r.to.Write(r.body.Bytes())
	}
	if r.flushed {
		_ = http.NewResponseController(r.to).Flush()
	}
}
