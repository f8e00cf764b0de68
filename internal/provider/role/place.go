// SPDX-License-Identifier: MPL-2.0

package role

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// place is where a role is: on a resource, which a configuration names by its ARI, or by a site and a product.
type place struct {
	ResourceID, Site, Product types.String
}

// paths are the attributes of a place.
var paths = base.RolePlace{Site: path.Root("site"), Product: path.Root("product"), ResourceID: path.Root("resource_id")}

// withPlace adds the attributes of a place to those of a type. Change says what a change of one of them does.
func withPlace(change string, attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["resource_id"] = schema.StringAttribute{
		MarkdownDescription: "Atlassian Resource Identifier (ARI) of the app or site, such as `ari:cloud:jira-software::site/SITE_ID` or `ari:cloud:confluence::site/SITE_ID`. " +
			"Set either this, or `site` and `product`, from which the provider finds the ARI. `ari:cloud:jira::site/…` is an error, because it grants nothing (unverified). " + change,
		Optional:   true,
		Computed:   true,
		Validators: []validator.String{base.RoleResourceID{}},
	}
	attributes["site"] = schema.StringAttribute{
		MarkdownDescription: "Site of the product: its name (`acme`), host (`acme.atlassian.net`), URL (`https://acme.atlassian.net`) or cloud ID. Set it together with `product`, in place of `resource_id`. " +
			"If another site has the name later, the plan shows the new `resource_id` as a change.",
		Optional:   true,
		Validators: []validator.String{base.RoleSite},
	}
	attributes["product"] = schema.StringAttribute{
		MarkdownDescription: "Type key of the product on the site, such as `jira-software`, `jira-servicedesk` or `confluence`. Case does not matter. " +
			"If the site has no such product, the plan lists the products of the site. The data source `atlassian_workspaces` lists them as well.",
		Optional:   true,
		Validators: []validator.String{base.RoleProduct},
	}
	return attributes
}

// onePlace is the rule that a configuration names a place in exactly one way. It applies to the values that are known.
type onePlace struct{}

var _ resource.ConfigValidator = onePlace{}

// Description says what the rule is.
func (onePlace) Description(context.Context) string {
	return "exactly one of resource_id, or site and product together"
}

// MarkdownDescription says what the rule is.
func (v onePlace) MarkdownDescription(ctx context.Context) string { return v.Description(ctx) }

// ValidateResource reports a place that is named in no way, or in two.
func (onePlace) ValidateResource(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var p place
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, paths.ResourceID, &p.ResourceID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, paths.Site, &p.Site)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, paths.Product, &p.Product)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(p.named()...)
	}
}

// named reports what is wrong with the way in which a configuration names a place. An unknown value may be null in the end.
func (p place) named() diag.Diagnostics {
	var diags diag.Diagnostics
	given := func(v types.String) bool { return !v.IsNull() && !v.IsUnknown() }
	const ways = "Write either resource_id, or site and product."
	switch {
	case given(p.ResourceID) && given(p.Site):
		diags.AddAttributeError(paths.Site, "The resource is named twice", "resource_id and site both name what the role is on. "+ways)
	case given(p.ResourceID) && given(p.Product):
		diags.AddAttributeError(paths.Product, "The resource is named twice", "resource_id and product both name what the role is on. "+ways)
	case given(p.Site) && p.Product.IsNull():
		diags.AddAttributeError(paths.Site, "The product is missing", "A role is on one product of a site. Add product, such as product = \"jira-software\".")
	case given(p.Product) && p.Site.IsNull():
		diags.AddAttributeError(paths.Product, "The site is missing", "A role is on a product of one site. Add site, such as site = \"acme\".")
	case p.ResourceID.IsNull() && p.Site.IsNull() && p.Product.IsNull():
		diags.AddAttributeError(paths.ResourceID, "The resource is missing", "A role needs an app or a site. "+ways)
	}
	return diags
}

// planPlace plans the resource that a site and a product name, and refuses those that name none. The resource stays unknown while they
// are. If the list of products cannot be read, it stays as it was for the same site and product, else it is unknown until apply.
func planPlace(ctx context.Context, o *organization.Organization, config place, prior *place, resp *resource.ModifyPlanResponse) {
	if !config.ResourceID.IsNull() {
		return
	}
	resp.Diagnostics.Append(config.named()...) // what was unknown before may be known now
	if resp.Diagnostics.HasError() {
		return
	}
	planned := types.StringUnknown()
	same := prior != nil && config.Site.Equal(prior.Site) && config.Product.Equal(prior.Product)
	if !config.Site.IsUnknown() && !config.Product.IsUnknown() {
		resourceID, err := config.find(ctx, o, same)
		var refused *site.RoleResourceError
		switch {
		case errors.As(err, &refused):
			resp.Diagnostics.Append(paths.Refused(refused))
			return
		case err != nil:
			tflog.Debug(ctx, "the resource of a role stays unknown until apply", map[string]any{"error": err.Error()})
			if same {
				planned = prior.ResourceID
			}
		case prior != nil && strings.EqualFold(resourceID, prior.ResourceID.ValueString()):
			planned = prior.ResourceID // in the spelling of the state, so that the spelling alone changes nothing
		default:
			planned = types.StringValue(resourceID)
		}
	}
	resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, paths.ResourceID, planned)...)
}

// find returns the resource that a site and a product name. Before says that they have named one before.
func (p place) find(ctx context.Context, o *organization.Organization, before bool) (string, error) {
	find := o.Sites.RoleResource
	if before {
		find = o.Sites.StillRoleResource
	}
	return find(ctx, p.Site.ValueString(), p.Product.ValueString())
}

// settle finds the resource of a role in an apply whose plan did not know it.
func (p place) settle(ctx context.Context, o *organization.Organization, failed string) (types.String, diag.Diagnostics) {
	if !p.ResourceID.IsUnknown() {
		return p.ResourceID, nil
	}
	resourceID, err := p.find(ctx, o, false)
	if refused, ok := errors.AsType[*site.RoleResourceError](err); ok {
		return p.ResourceID, diag.Diagnostics{paths.Refused(refused)}
	}
	if err != nil {
		return p.ResourceID, diag.Diagnostics{base.FailedAt(paths.Site, failed, err)}
	}
	return types.StringValue(resourceID), nil
}

// warnOfResource warns of a role on an app or site that the organization does not list. A site and a product name one that is on the
// list. This is no error: the list may lack a kind of resource (unverified), and a check that fails is no refusal.
func warnOfResource(ctx context.Context, o *organization.Organization, config types.String) diag.Diagnostics {
	var diags diag.Diagnostics
	if config.IsNull() || config.IsUnknown() {
		return diags
	}
	known, listed, err := o.Sites.HasRoleResource(ctx, config.ValueString())
	switch {
	case err != nil:
		tflog.Debug(ctx, "whether there is such an app or site stays unknown until apply", map[string]any{"error": err.Error()})
	case !known:
		resources := make([]string, len(listed))
		for i, workspace := range listed {
			resources[i] = fmt.Sprintf("%s (%s)", base.Word(workspace.ID), base.Quoted(workspace.Name))
		}
		slices.Sort(resources)
		there := "It lists none at all."
		if len(resources) > 0 {
			there = "It lists these:\n" + base.BulletList(resources)
		}
		diags.AddAttributeWarning(paths.ResourceID, "The organization lists no such app or site", fmt.Sprintf(
			"%s is not among the apps and sites of the organization. If it is misspelt, Atlassian refuses the role in the apply, or accepts it without any effect. %s\n\n"+
				"The list may lack some kinds of resources. If you know that this one exists, you can ignore this warning.", config.ValueString(), there))
	}
	return diags
}
