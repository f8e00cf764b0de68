// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
)

// BeginList decodes a list block into its model. It returns false after an error, and the stream has the error then.
func BeginList(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream, model any) bool {
	diags := CheckIDs(req.Config)
	diags.Append(Get(ctx, req.Config, model)...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return false
	}
	return true
}

// BeginListOfDirectory is [BeginList] for the objects of a directory, which it resolves. Given is the field of the model that
// names the directory, if the block does.
func BeginListOfDirectory(
	ctx context.Context, o *organization.Organization, req list.ListRequest, stream *list.ListResultsStream, model any, given *types.String,
) (directoryID string, ok bool) {
	if !BeginList(ctx, req, stream, model) {
		return "", false
	}
	directoryID, err := o.Directories.Resolve(ctx, given.ValueString())
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{
			FailedAt(path.Root("directory_id"), "Cannot tell which directory is meant", err),
		})
		return "", false
	}
	return directoryID, true
}

// Lazy returns a stream of the values that a function reads. It calls the function when the caller asks for the first value.
func Lazy[V any](read func() ([]V, error)) iter.Seq2[V, error] {
	return func(yield func(V, error) bool) {
		all, err := read()
		if err != nil {
			var none V
			yield(none, err)
			return
		}
		for _, one := range all {
			if !yield(one, nil) {
				return
			}
		}
	}
}

// Stream returns the results of a list resource one by one, up to the limit of the request, and reads no further than Terraform
// asks. Result converts a found value; false leaves it out. An error becomes the last result, with the summary failed, and keeps
// the results before it.
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
