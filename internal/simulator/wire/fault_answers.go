// SPDX-License-Identifier: MPL-2.0

package wire

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
)

// signInPage is the answer of a proxy to a client that it does not know, with a
// status that looks like success.
const signInPage = `<!DOCTYPE html>
<html>
<head><title>Sign in</title></head>
<body><form method="post" action="/login"><input name="user"><input name="password" type="password"></form></body>
</html>
`

// signIn answers as a proxy in front of Atlassian does.
func signIn(w http.ResponseWriter) {
	w.Header().Del(traceHeader)
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	// The client may be gone. Then nobody reads the error.
	_, _ = io.WriteString(w, signInPage)
}

// curtail takes from a list what the fault says is missing. Refusals stay.
func (f Fault) curtail(given Answer) Answer {
	if (!f.Empty && !f.Partial) || given.failure != nil || given.Status != http.StatusOK {
		return given
	}

	encoded, err := json.Marshal(given.Body)
	if err != nil {
		panic("simulator: " + err.Error())
	}

	if bytes.HasPrefix(encoded, []byte("[")) {
		return OK(f.cut(encoded))
	}

	var page map[string]json.RawMessage
	if err := json.Unmarshal(encoded, &page); err != nil {
		panic("simulator: " + err.Error())
	}

	page["data"] = f.cut(page["data"])

	if f.Empty {
		var links map[string]json.RawMessage
		if json.Unmarshal(page["links"], &links) == nil {
			delete(links, "next")

			page["links"], _ = json.Marshal(links) // texts as they came
		}
	}

	return OK(page)
}

// cut takes items from a list in JSON.
func (f Fault) cut(list json.RawMessage) json.RawMessage {
	var items []json.RawMessage
	if err := json.Unmarshal(list, &items); err != nil {
		panic("simulator: " + err.Error())
	}

	if f.Empty || len(items) == 0 {
		return json.RawMessage("[]")
	}

	encoded, err := json.Marshal(items[1:])
	if err != nil {
		panic("simulator: " + err.Error())
	}

	return encoded
}
