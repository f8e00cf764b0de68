// SPDX-License-Identifier: MPL-2.0

package base

import (
	"context"
	"time"

	actiontimeouts "github.com/hashicorp/terraform-plugin-framework-timeouts/action/timeouts"
	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	actionschema "github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

const timeoutsDescription = "How long operations may take."

// Timeouts is the timeouts attribute of a resource that waits for something. The descriptions, in Markdown, say what it waits
// for, and how long by default.
func Timeouts(ctx context.Context, opts timeouts.Opts) schema.Attribute {
	made := timeouts.Attributes(ctx, opts)
	attribute, ok := made.(schema.SingleNestedAttribute)
	if !ok {
		return made
	}
	attribute.MarkdownDescription = timeoutsDescription
	for name, one := range attribute.Attributes {
		if inner, ok := one.(schema.StringAttribute); ok {
			inner.MarkdownDescription = inner.Description
			attribute.Attributes[name] = inner
		}
	}
	return attribute
}

// NoTimeouts is the null value of [Timeouts] with the given operations, for a state that does not come from a configuration.
func NoTimeouts(operations ...string) timeouts.Value {
	allowed := make(map[string]attr.Type, len(operations))
	for _, operation := range operations {
		allowed[operation] = types.StringType
	}
	return timeouts.Value{Object: types.ObjectNull(allowed)}
}

// CreateTimeout is [Timeouts] for a resource that waits only in its creation.
func CreateTimeout(ctx context.Context, create string) schema.Attribute {
	return Timeouts(ctx, timeouts.Opts{Create: true, CreateDescription: create})
}

// NoCreateTimeout is the null value of [CreateTimeout].
func NoCreateTimeout() timeouts.Value { return NoTimeouts("create") }

// InvokeTimeout is the timeouts attribute of an action. The description says what it waits for, and how long by default.
func InvokeTimeout(ctx context.Context, invoke string) actionschema.Attribute {
	made := actiontimeouts.AttributesWithOpts(ctx, actiontimeouts.Opts{InvokeDescription: invoke})
	attribute, ok := made.(actionschema.SingleNestedAttribute)
	if !ok {
		return made
	}
	attribute.MarkdownDescription = timeoutsDescription
	for name, one := range attribute.Attributes {
		if inner, ok := one.(actionschema.StringAttribute); ok {
			inner.MarkdownDescription = inner.Description
			attribute.Attributes[name] = inner
		}
	}
	return attribute
}

// Within limits an operation to the time that its timeouts attribute allows, such as model.Timeouts.Create, or to the standard
// time. It returns false if the diagnostics have an error. The caller defers cancel.
func Within(
	ctx context.Context, allowed func(context.Context, time.Duration) (time.Duration, diag.Diagnostics), standard time.Duration, diags *diag.Diagnostics,
) (limited context.Context, cancel context.CancelFunc, ok bool) {
	timeout, found := allowed(ctx, standard)
	diags.Append(found...)
	if diags.HasError() {
		return ctx, func() {}, false
	}
	limited, cancel = context.WithTimeout(ctx, timeout)
	return limited, cancel, true
}
