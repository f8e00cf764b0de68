// SPDX-License-Identifier: MPL-2.0

package domain

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization/domains"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

var (
	_ resource.ResourceWithConfigure   = (*verification)(nil)
	_ resource.ResourceWithIdentity    = (*verification)(nil)
	_ resource.ResourceWithImportState = (*verification)(nil)
	_ resource.ResourceWithModifyPlan  = (*verification)(nil)
)

const verificationName = "_domain_verification"

// The standard timeouts. A creation may follow a new DNS record, which takes time to spread. An update follows a lost
// verification, which a person may or may not have repaired before the apply.
const (
	createTimeout = 30 * time.Minute
	updateTimeout = 5 * time.Minute
)

func newVerification() resource.Resource { return &verification{} }

// verification is the resource atlassian_domain_verification.
type verification struct{ base.Resource }

var verificationIdentity = base.Identity{Parts: []base.IdentityPart{
	{Name: "domain", Description: "Name of the domain in lower case. International names are in their xn-- form."},
}}

// Metadata names the type.
func (*verification) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + verificationName
}

// Schema describes the type.
func (*verification) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: verificationPage.Markdown(),
		Attributes: map[string]schema.Attribute{
			"domain": schema.StringAttribute{
				MarkdownDescription: "Name of the domain, such as `example.com`, in any case. Write international names in letters or in their `xn--` form. " +
					"Another domain replaces the resource. Another spelling of the same domain changes nothing.",
				Required:      true,
				Validators:    []validator.String{domainName{}},
				PlanModifiers: []planmodifier.String{sameDomain{}},
			},
			"wait_until_listed": schema.BoolAttribute{
				MarkdownDescription: "Whether to also wait for a domain that the organization does not list yet. Default: `false`. " +
					"With `false`, such a domain fails the apply at once, because a person must add it in Atlassian Administration under Directory > Domains.",
				Optional: true,
				Computed: true,
				Default:  booldefault.StaticBool(false),
			},
			"expected_claim_type": schema.StringAttribute{
				MarkdownDescription: "How the domain must be verified. If it is verified in another way, the apply fails. Default: any way. " +
					"Atlassian documents `http` and `dns`. The provider accepts other values, because a domain may be verified through an identity provider.",
				Optional:   true,
				Validators: []validator.String{claimType{}},
			},
			"id": schema.StringAttribute{
				MarkdownDescription: "ID of the domain.",
				Computed:            true,
			},
			"claim_type": schema.StringAttribute{
				MarkdownDescription: claimTypeDescription,
				Computed:            true,
			},
			"status": schema.StringAttribute{
				MarkdownDescription: "Status of the domain's claim. The plan always expects `verified`. If a refresh finds `unverified`, `missing_token`, `superseded` or another status, " +
					"the plan shows a change to `verified`.",
				Computed: true,
			},
			"timeouts": base.Timeouts(ctx, timeouts.Opts{
				Create: true, CreateDescription: "How long to wait for a new domain, as a duration such as `90s` or `2h`. Default: `" + formatDuration(createTimeout) + "`.",
				Update: true, UpdateDescription: "How long to wait for a domain that is no longer verified, as a duration such as `90s` or `2h`. Default: `" + formatDuration(updateTimeout) + "`.",
			}),
		},
	}
}

// IdentitySchema describes the identity.
func (*verification) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = verificationIdentity.Schema()
}

// Create waits for the domain.
//
// A creation that fails leaves no state, unlike that of other types: it wrote nothing in Atlassian, so there is nothing
// to track, and an unverified domain in state would be marked as tainted, to be replaced. Without state the next apply
// simply waits again.
func (r *verification) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan verificationModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	allowed, diags := plan.Timeouts.Create(ctx, createTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.wait(ctx, &plan, allowed,
		"Nothing was changed in Atlassian, and the state does not contain the domain. The next apply waits again. To wait longer, set timeouts.create.")...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, plan)...)
	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, plan)...)
}

// Read takes over Atlassian's values.
func (r *verification) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state verificationModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	r.Organization.Claims.NoteRefresh()
	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, state)...)
	found, err := r.Organization.Domains.StillByName(ctx, state.Domain.ValueString())
	switch {
	case meaning.IsNotFound(err):
		resp.State.RemoveResource(ctx)
		return
	case err != nil:
		resp.Diagnostics.Append(base.FailedAt(path.Root("domain"), "Cannot read the domain", err))
		return
	}
	state.found(found)
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, state)...)
}

// Update waits for a domain that is no longer verified. A failed update leaves the refreshed state, so that the next plan shows
// the same again.
func (r *verification) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan verificationModel
	resp.Diagnostics.Append(base.Get(ctx, req.Plan, &plan)...)
	allowed, diags := plan.Timeouts.Update(ctx, updateTimeout)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, plan)...)
	resp.Diagnostics.Append(r.wait(ctx, &plan, allowed,
		"The state keeps the status of the last refresh, so the next plan shows the change again. To wait longer, set timeouts.update.")...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(base.Set(ctx, &resp.State, plan)...)
}

// Delete forgets the domain: the API cannot remove one.
func (*verification) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state verificationModel
	resp.Diagnostics.Append(base.Get(ctx, req.State, &state)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(forgetWarning(state, "has forgotten"))
	}
}

// ImportState finds the domain by its name or its ID.
func (r *verification) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	values := verificationIdentity.Import(ctx, r.Organization, req, resp, func(id string) ([]string, error) { return []string{id}, nil })
	if values == nil {
		return
	}
	found, err := r.importable(ctx, values[0], req.ID != "")
	if err != nil {
		resp.Diagnostics.Append(base.Failed("Cannot import the domain", err))
		return
	}
	imported := verificationModel{Domain: base.StringOrNull(found.Name)}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("domain"), imported.Domain)...)
	resp.Diagnostics.Append(r.setIdentity(ctx, resp.Identity, imported)...)
}

// importable finds a domain by name, or by ID where the caller allows it. Both come from one read.
func (r *verification) importable(ctx context.Context, text string, orID bool) (domains.Domain, error) {
	if !orID {
		return r.Organization.Domains.ByName(ctx, text)
	}
	if found, err := r.Organization.Domains.ByID(ctx, text); err == nil || !meaning.IsNotFound(err) {
		return found, err
	}
	found, err := r.Organization.Domains.ByName(ctx, text)
	if err != nil && !isName(text) {
		return found, &meaning.NotFoundError{
			What: "a domain with the name or ID " + text,
			Hint: "an import ID is a domain's name, such as example.com, or the ID that Atlassian lists for it",
		}
	}
	return found, err
}

// wait waits until the domain is as planned, and completes the plan. After says what becomes of the resource if the wait fails.
func (r *verification) wait(ctx context.Context, plan *verificationModel, allowed time.Duration, after string) diag.Diagnostics {
	ctx, cancel := context.WithTimeout(ctx, allowed)
	defer cancel()
	asked := plan.demand()
	found, err := r.Organization.Domains.Wait(ctx, asked.name, plan.WaitUntilListed.ValueBool())
	if err != nil {
		return diag.Diagnostics{asked.unverified(found, err, allowed, after)}
	}
	if problem := asked.otherClaimType(found.ClaimType); problem != "" {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("expected_claim_type"), "The domain is verified in another way", problem)}
	}
	planned := *plan
	plan.found(found)
	if !matchesPlan(planned.ID, plan.ID) || !matchesPlan(planned.ClaimType, plan.ClaimType) {
		return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("domain"), "The domain changed after the plan",
			"Domain "+asked.name+" is verified. But after the plan, somebody removed and added it again, or verified it in another way. Plan and apply again: the next refresh reads the new values.")}
	}
	return nil
}

func (r *verification) setIdentity(ctx context.Context, identity *tfsdk.ResourceIdentity, m verificationModel) diag.Diagnostics {
	return verificationIdentity.Set(ctx, identity, r.Organization, normalName(m.Domain.ValueString()))
}
