// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"context"
	"errors"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/site"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// productFinder finds the ARIs of products. The sites of an organization are one.
type productFinder interface {
	// ProductResource returns the ARI of a product of a site.
	ProductResource(ctx context.Context, reference, product string) (string, error)
	// StillProductResource does so for a product that was found before.
	StillProductResource(ctx context.Context, reference, product string) (string, error)
}

// plan sets resources and not_applied of a planned model. Prior is the state; nil where the plan creates the policy.
//
// The resources are known as soon as everything is known that the configuration names. If the list of sites cannot be read, they stay
// unknown until the apply, and the plan warns: the resources of the state may be drift, so they never stand in for those configured.
//
// No finding is planned, so that each one shows as drift. For a creation the findings are unknown: there a resource that Atlassian could
// not apply the policy to is a warning (see [reach.confirm]), because after an error Terraform would replace the policy.
func (r *reach) plan(ctx context.Context, sites productFinder, prior *reach) diag.Diagnostics {
	r.NotApplied = notAppliedList(nil)
	if prior == nil {
		r.NotApplied = types.ListUnknown(notAppliedType)
	}
	found, known, diags := r.find(ctx, sites, prior)
	switch {
	case diags.HasError() || !known:
		r.Resources = unordered.Unknown(foldARIs)
	default:
		var before []string
		if prior != nil {
			before, _ = prior.present()
		}
		r.Resources = unordered.FromStrings(unordered.Arrange(before, found, foldARIs), foldARIs)
	}
	return diags
}

// settle finds the resources in an apply whose plan did not know them.
func (r *reach) settle(ctx context.Context, sites productFinder) diag.Diagnostics {
	if _, known := r.present(); known {
		return nil
	}
	found, known, diags := r.find(ctx, sites, nil)
	switch {
	case diags.HasError():
		return diags
	case !known && len(diags) > 0: // the list of sites cannot be read: what is a warning in a plan stops an apply
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("products"), diags[0].Summary(), diags[0].Detail())}
	case !known:
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("resources"), "The resources are not known",
			"Terraform has left a value unknown in the apply. This is a bug in Terraform or in the provider: please report it.")}
	}
	r.Resources = unordered.FromStrings(unordered.Arrange(nil, found, foldARIs), foldARIs)
	return nil
}

// find returns the ARIs of everything that the configuration names, each once. Known is false if a part of it is not known yet, or if the
// list of sites cannot be read, of which a warning tells.
func (r *reach) find(ctx context.Context, sites productFinder, prior *reach) (found []string, known bool, diags diag.Diagnostics) {
	found, known = r.ResourceIDs.Strings()
	for i, id := range found { // what was unknown to the validators may be known now
		if !resourceIDForm.Matches(id) {
			diags.Append(resourceIDForm.At(path.Root("resource_ids").AtListIndex(i), id)...)
		}
	}
	if r.Products.IsUnknown() {
		return nil, false, diags
	}
	for _, element := range r.Products.Elements() {
		site, product, ok := productOf(element)
		if !ok {
			known = false
			continue
		}
		id, err := findProduct(ctx, sites, site, product, prior.names(element))
		switch refused, wrong := errors.AsType[*siteError](err); {
		case wrong:
			diags.Append(refusedProduct(element, refused))
		case err != nil:
			return nil, false, append(diags, unreadSites(err))
		default:
			found = append(found, id)
		}
	}
	return found, known && !diags.HasError(), diags
}

// siteError says that a site and a product name no product, or several.
type siteError = site.RoleResourceError

func findProduct(ctx context.Context, sites productFinder, site, product string, before bool) (string, error) {
	if before {
		return sites.StillProductResource(ctx, site, product)
	}
	return sites.ProductResource(ctx, site, product)
}

// productOf decodes an element of products. It returns false if a part is not known yet.
func productOf(element attr.Value) (site, product string, ok bool) {
	object, is := element.(types.Object)
	if !is || object.IsUnknown() {
		return "", "", false
	}
	text := func(name string) (string, bool) {
		value, is := object.Attributes()[name].(types.String)
		return value.ValueString(), is && !value.IsUnknown()
	}
	site, siteKnown := text("site")
	product, productKnown := text("product")
	return site, product, siteKnown && productKnown
}

// names reports whether a state names a product in the same words.
func (r *reach) names(product attr.Value) bool {
	return r != nil && slices.ContainsFunc(r.Products.Elements(), product.Equal)
}

// refusedProduct says that an element of products names no product, or several, and which there are.
func refusedProduct(element attr.Value, err *siteError) diag.Diagnostic {
	at := path.Root("products").AtSetValue(element)
	return base.RolePlace{Site: at.AtName("site"), Product: at.AtName("product"), ResourceID: path.Root("resource_ids")}.Refused(err)
}

// unreadSites says that nothing can be told of products.
func unreadSites(err error) diag.Diagnostic {
	cause := base.FailedAt(path.Root("products"), "The products cannot be looked up", err)
	return diag.NewAttributeWarningDiagnostic(path.Root("products"), cause.Summary(), cause.Detail()+
		"\n\nAtlassian's list of workspaces tells which ARI a product of a site has. Without it, the plan cannot show what the policy is going to apply to. To do without the list, name the products in resource_ids.")
}
