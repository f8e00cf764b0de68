// SPDX-License-Identifier: MPL-2.0

package review

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// A replacement, or a resource at another address, records groups and roles as they are now. So it would cover the accounts that joined them after
// the review, and renew one that has expired. No person has answered that: the plan refuses it.

// outstanding is what a plan has found about a decision that it may replace. The first plan of a replacement stores it beside the state,
// because Terraform plans the second one without the state.
type outstanding struct {
	Identity, Quarter, ReviewedAt string
	// People have the lines of a message, by account ID, and Emails their addresses in lower case.
	People, Emails map[string]string
	// Lapsed is set if the review has expired.
	Lapsed bool
}

const outstandingKey = "outstanding"

// outstanding returns what was found about a state.
func (m *decisionModel) outstanding(now time.Time) outstanding {
	o := outstanding{
		Identity: m.identity(), Quarter: m.Quarter.ValueString(), ReviewedAt: m.ReviewedAt.ValueString(),
		People: make(map[string]string), Emails: make(map[string]string),
		Lapsed: m.isRecorded() && (m.Expired.ValueBool() || m.lapsed(now)),
	}
	if !m.isRecorded() {
		return o
	}
	for _, element := range m.Undecided.Elements() {
		at := func(name string) string {
			object, _ := element.(types.Object)
			text, _ := object.Attributes()[name].(types.String)
			return text.ValueString()
		}
		id := at("account_id")
		o.People[id] = fmt.Sprintf("%s: %s", base.Word(firstOf(at("email"), at("name"), id)), at("reason"))
		if email := at("email"); email != "" {
			o.Emails[strings.ToLower(email)] = id
		}
	}
	return o
}

// unanswered are the findings that a new decision says nothing about.
func (o outstanding) unanswered(plan *decisionModel, configured types.String) (people []string, lapsed bool) {
	if o.Quarter == "" || plan.identity() != o.Identity ||
		!plan.Quarter.IsUnknown() && plan.Quarter.ValueString() != o.Quarter || !configured.IsUnknown() && newTime(configured, types.StringValue(o.ReviewedAt)) {
		return nil, false
	}
	answered := make(map[string]bool)
	for _, words := range []types.Map{plan.Keep, plan.Remove} {
		for word := range words.Elements() {
			answered[word] = true
			answered[o.Emails[strings.ToLower(word)]] = true
		}
	}
	for id, line := range o.People {
		if !answered[id] {
			people = append(people, line)
		}
	}
	slices.Sort(people)
	return people, o.Lapsed && configured.IsNull()
}

// refuse refuses a new decision in place of one with findings that no person has answered.
func (o outstanding) refuse(plan *decisionModel, configured types.String) diag.Diagnostics {
	people, lapsed := o.unanswered(plan, configured)
	var diags diag.Diagnostics
	if len(people) > 0 {
		diags.AddAttributeError(path.Root("undecided"), "A new decision would cover accounts that nobody has decided on", fmt.Sprintf(
			"The plan replaces the decision for %s, and the new one would record the groups and roles as they are now. Nobody has decided on these accounts:%s\n\n"+
				"Write each into keep or remove with a reason, or review all access again, and write another quarter or another reviewed_at.%s", o.Quarter, base.BulletList(people), moved))
	}
	if lapsed {
		diags.AddAttributeError(path.Root("expired"), "A new decision would renew a review that has expired", fmt.Sprintf(
			"The plan replaces the decision for %s, which has expired, by one for the same quarter. Review the access again, and write another quarter, or the time of the new review into reviewed_at.%s", o.Quarter, moved))
	}
	return diags
}

const moved = " For a resource that has only changed its address, write a moved block: it keeps the decision."

// planSuccession refuses what would renew a decision without an answer of a person, and what is not known enough to tell.
func (r *decisionResource) planSuccession(
	ctx context.Context, plan, prior *decisionModel, configured types.String, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse, now time.Time,
) diag.Diagnostics {
	if prior != nil {
		diags := plan.refuseUnknown(configured)
		diags.Append(base.Note(ctx, resp.Private, outstandingKey, prior.outstanding(now))...)
		if r.Organization == nil || diags.HasError() || !prior.isRecorded() {
			return diags
		}
		if plan.identity() == prior.identity() {
			r.Organization.Claims.NoteStays(prior.formerKey())
			return diags
		}
		return append(diags, prior.refuseEnd(r.Organization, now)...)
	}
	diags := base.NoteCreation(ctx, resp.Private, plan.identity())
	data, more := req.Private.GetKey(ctx, outstandingKey)
	diags.Append(more...)
	var replaces outstanding
	if len(data) > 0 {
		if err := json.Unmarshal(data, &replaces); err != nil {
			diags.AddError("Cannot read what the plan knows of the decision", err.Error())
			return diags
		}
	}
	diags.Append(replaces.refuse(plan, configured)...)
	if r.Organization == nil || diags.HasError() {
		return diags
	}
	r.Organization.Claims.NoteSuccessor(rand.Text(), decisionSuccessor{*plan, configured})
	for key, what := range r.Organization.Claims.Formers() {
		former, is := what.(outstanding)
		if !is {
			continue
		}
		refused := former.refuse(plan, configured)
		if refused.HasError() && !r.Organization.Claims.AwaitStays(ctx, key) {
			return append(diags, refused...)
		}
	}
	return diags
}

// decisionSuccessor is a decision that a plan creates.
type decisionSuccessor struct {
	plan       decisionModel
	configured types.String
}

// formerKey identifies a decision of the state, whatever a refresh has found.
func (m *decisionModel) formerKey() string {
	return strings.Join([]string{"decision", m.identity(), m.Quarter.ValueString(), m.ReviewedAt.ValueString(), m.ReviewedBy.ValueString(), m.Keep.String(), m.Groups.String()}, "\x00")
}

// refuseEnd refuses the end of a decision with findings that the same plan replaces.
func (m *decisionModel) refuseEnd(o *organization.Organization, now time.Time) diag.Diagnostics {
	o.Claims.NoteEnds(m.formerKey(), m.outstanding(now))
	return m.refuseEnded(o, now)
}

// refuseEnded is the same for a decision whose end may be planned already: Terraform may refresh it only after that.
func (m *decisionModel) refuseEnded(o *organization.Organization, _ time.Time) diag.Diagnostics {
	if !o.Claims.EndsFormer(m.formerKey()) {
		return nil
	}
	former, is := o.Claims.Formers()[m.formerKey()].(outstanding)
	if !is {
		return nil
	}
	for _, what := range o.Claims.Successors() {
		next, is := what.(decisionSuccessor)
		if !is {
			continue
		}
		var diags diag.Diagnostics
		for _, refusal := range former.refuse(&next.plan, next.configured) {
			diags.AddError(refusal.Summary(), refusal.Detail()) // the line is one of the other resource
		}
		if diags.HasError() {
			return diags
		}
	}
	return nil
}
