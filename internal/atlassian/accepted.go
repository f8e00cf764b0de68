// SPDX-License-Identifier: MPL-2.0

package atlassian

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
)

// accepted decodes an answer of success into result, if the operation answers with a body. An answer that the operation does not
// document comes from something else, such as the sign-in page of a proxy. It says nothing about a write.
func (c *Client) accepted(call *call, resp *http.Response, body []byte, result answer) error {
	if isPage(resp.Header, body) {
		return call.undocumented(c.pageError(call.operation, resp, body, nil))
	}
	var err error
	if result == nil {
		err = call.emptyAnswer(resp.StatusCode, body)
	} else {
		err = json.Unmarshal(body, result)
		if said, ok := result.(refusable); ok {
			if refusal := said.refusal(); refusal != nil {
				return c.refusedInside(call, resp, refusal)
			}
		}
		if err == nil {
			err = result.complete()
		}
	}
	if err != nil {
		err = fmt.Errorf("%s: the answer (status %d)%s is not what is documented: %w",
			call.operation.ID, resp.StatusCode, inBrackets(c.secrets.excerpt(requestID(resp.Header))), err)
		return call.undocumented(c.secrets.redactError(err))
	}
	return nil
}

// emptyAnswer says what is wrong with the answer to a write that is documented to have no body. Such an answer has only a status, so
// that must be the documented one. A JSON body does no harm, because Atlassian may send more than it documents. Of a body that broke
// off, only the beginning can be checked.
func (c *call) emptyAnswer(status int, body []byte) error {
	body = bytes.TrimSpace(body)
	begins := c.torn && len(body) > 0 && (body[0] == '{' || body[0] == '[')
	switch documented := c.operation.Success; {
	case documented != 0 && status != documented:
		return fmt.Errorf("the documented status is %d", documented)
	case len(body) > 0 && !json.Valid(body) && !begins:
		return errors.New("it has a body that is not JSON")
	}
	return nil
}

// undocumented returns the error itself for a read. A write with such an answer may or may not have taken effect.
func (c *call) undocumented(err error) error {
	if c.operation.Repeat != Read {
		return &OutcomeUnknownError{Operation: c.operation, Err: err}
	}
	return err
}
