// SPDX-License-Identifier: MPL-2.0

package base

import (
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
)

// Stream gives the results of a list resource one by one, up to the limit of the request, and reads no further than
// Terraform listens. Result makes a result of what was found; false leaves it out. An error ends the stream as its last
// result, under the summary failed, and keeps those before it.
func Stream[V any](req list.ListRequest, failed string, found iter.Seq2[V, error], result func(V) (list.ListResult, bool)) iter.Seq[list.ListResult] {
	return func(push func(list.ListResult) bool) {
		var pushed int64
		for v, err := range found {
			if err != nil {
				push(FailedResult(failed, err))
				return
			}
			one, is := result(v)
			if !is {
				continue
			}
			if !push(one) {
				return
			}
			if pushed++; pushed == req.Limit {
				return
			}
		}
	}
}

// FailedResult is a result that is an error.
func FailedResult(summary string, err error) list.ListResult {
	return list.ListResult{Diagnostics: diag.Diagnostics{Failed(summary, err)}}
}
