// SPDX-License-Identifier: MPL-2.0

package policy

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base/unordered"
)

// withReach adds the attributes of a reach to those of a type. Removal says what it does to a resource when it is taken away.
func withReach(removal string, attributes map[string]schema.Attribute) map[string]schema.Attribute {
	attributes["resource_ids"] = schema.ListAttribute{
		MarkdownDescription: "Atlassian Resource Identifiers (ARIs) of products that the policy applies to, such as `ari:cloud:confluence::site/SITE_ID`, in any order, each once. " +
			"The data source `atlassian_workspaces` lists them. You can name products here, in `products`, or in both. Default: none. " + removal,
		Optional:      true,
		CustomType:    unordered.NewType(foldARIs),
		Validators:    []validator.List{unordered.NoDuplicates(foldARIs), resourceIDForm.Each()},
		PlanModifiers: []planmodifier.List{unordered.KeepOrder(foldARIs)},
	}
	attributes["products"] = schema.SetNestedAttribute{
		MarkdownDescription: "Products that the policy applies to, each named by its site and its type key. The provider finds their ARIs in the organization's list of workspaces and shows them in `resources`. " +
			"A site or product that the list lacks is an error of the plan, which shows what there is. Default: none. " + removal,
		Optional: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"site": schema.StringAttribute{
				MarkdownDescription: "Site of the product: its name (`acme`), host (`acme.atlassian.net`), URL (`https://acme.atlassian.net`) or cloud ID. " +
					"If another site has the name later, the plan shows the new ARI in `resources`.",
				Required:   true,
				Validators: []validator.String{siteForm},
			},
			"product": schema.StringAttribute{
				MarkdownDescription: "Type key of the product on the site, such as `jira-software`, `jira-servicedesk` or `confluence`. Case does not matter.",
				Required:            true,
				Validators:          []validator.String{base.RoleProduct},
			},
		}},
	}
	attributes["resources"] = schema.ListAttribute{
		MarkdownDescription: "ARIs of everything that the policy applies to: what `resource_ids` and `products` name. A refresh reads it from Atlassian, " +
			"so that a resource which somebody adds or removes elsewhere shows as drift, and the next apply restores what is configured. A resource to which Atlassian is still applying the policy is in it.",
		Computed:   true,
		CustomType: unordered.NewType(foldARIs),
	}
	attributes["not_applied"] = schema.ListNestedAttribute{
		MarkdownDescription: "Resources to which the policy is not applied, although it names them: Atlassian says that it failed, that somebody is removing it, or something that the provider does not know. " +
			"Planned empty, so that each shows as drift. A policy that Atlassian is still applying, validating or has scheduled is no finding.",
		Computed: true,
		NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
			"resource_id": schema.StringAttribute{MarkdownDescription: "ARI of the resource.", Computed: true},
			"status": schema.StringAttribute{
				MarkdownDescription: "What Atlassian says of the policy on the resource, such as `failed` or `removing`; null if it says nothing. Atlassian may add statuses.",
				Computed:            true,
			},
		}},
	}
	return attributes
}

var (
	siteForm       = base.RoleSite.With("To name a product by its ARI, write it into resource_ids.")
	resourceIDForm = base.ARI.With("Write it as ari:cloud:OWNER::site/SITE_ID, as the data source atlassian_workspaces lists it, or name the product by its site in products.")
)

// noReach is what a policy applies to before anything is known of it, as after an import.
func noReach() reach {
	return reach{
		ResourceIDs: unordered.Null(foldARIs), Products: types.SetNull(productType),
		Resources: unordered.Null(foldARIs), NotApplied: types.ListNull(notAppliedType),
	}
}
