// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"cmp"
	"context"
	"iter"

	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var _ list.ListResourceWithConfigure = (*verificationList)(nil)

func newVerificationList() list.ListResource { return &verificationList{} }

// verificationList is the list resource atlassian_domain_verification.
type verificationList struct{ base.Resource }

type verificationListModel struct {
	Status types.String `tfsdk:"status"`
}

// Metadata names the type, which is the resource's.
func (*verificationList) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + verificationName
}

// ListResourceConfigSchema describes the list block.
func (*verificationList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: verificationListPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the claim, such as `verified`. Selects only domains with this status. Default: any status.",
				Optional:            true,
				Validators:          statusFilter(),
			},
		},
	}
}

// List pushes the domains in the order of their names.
func (l *verificationList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var config verificationListModel
	if !base.BeginList(ctx, req, stream, &config) {
		return
	}
	stream.Results = base.Stream(req, "Cannot list the domains", l.domains(ctx, config.Status.ValueString()), func(d domains.Domain) (list.ListResult, bool) {
		result := req.NewListResult(ctx)
		result.DisplayName = cmp.Or(d.Name, d.ID)
		result.Diagnostics.Append(verificationIdentity.Set(ctx, result.Identity, l.Organization, normalName(d.Name))...)
		if req.IncludeResource {
			result.Diagnostics.Append(result.Resource.Set(ctx, importedModel(d))...)
		}
		return result, true
	})
}

// domains returns the domains with a status. It reads them when somebody asks for the first one.
func (l *verificationList) domains(ctx context.Context, status string) iter.Seq2[domains.Domain, error] {
	return base.Lazy(func() ([]domains.Domain, error) {
		all, err := l.Organization.Domains.List(ctx)
		return filterDomains(all, status, ""), err
	})
}
