// SPDX-License-Identifier: MPL-2.0

package recording

import (
	"mime"
	"net/http"
	"regexp"
)

var (
	headerName = regexp.MustCompile(`^[A-Z][A-Za-z0-9]*(-[A-Za-z0-9]+){0,6}$`)
	mediaType  = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]{1,60}$`)
)

// told are the headers of which a recording has more than the name, because a client reads them, or should.
var told = []string{"Deprecation", "Location", "Retry-After", "Sunset", "X-Ratelimit-Limit", "X-Ratelimit-Nearlimit", "X-Ratelimit-Remaining", "X-Ratelimit-Reset"}

// passing are headers of this connection, and of what stands between: they say nothing about an operation.
var passing = map[string]bool{"Connection": true, "Content-Length": true, "Date": true, "Keep-Alive": true, "Transfer-Encoding": true}

// headers are those of an answer. Of those that are told, the form of the value stays.
func (p *Pseudonyms) headers(given http.Header) map[string]string {
	redacted := make(map[string]string)
	for name := range given {
		if headerName.MatchString(name) && !passing[name] {
			redacted[name] = ""
		}
	}
	for _, name := range told {
		if value := given.Get(name); value != "" {
			redacted[name] = p.Of(value)
		}
	}
	if media, _, err := mime.ParseMediaType(given.Get("Content-Type")); err == nil && mediaType.MatchString(media) {
		redacted["Content-Type"] = media
	}
	return redacted
}
