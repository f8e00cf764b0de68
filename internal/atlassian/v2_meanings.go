// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"maps"
	"net/http"
)

// writeMeanings are the sentences that the v2 writes document instead of a body.
var writeMeanings = map[int]string{
	http.StatusBadRequest:          "The request may be malformed, or contain invalid characters",
	http.StatusUnauthorized:        "The request is not authenticated",
	http.StatusForbidden:           "The API key is not allowed to do this",
	http.StatusNotFound:            "The organization, directory, group or user could not be found",
	http.StatusTooManyRequests:     "The rate limit is exceeded",
	http.StatusInternalServerError: "Atlassian met an unexpected error",
}

func writeMeaningsWith(conflict string) map[int]string {
	with := maps.Clone(writeMeanings)
	with[http.StatusConflict] = conflict
	return with
}
