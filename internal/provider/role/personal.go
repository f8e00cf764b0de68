// SPDX-License-Identifier: MPL-2.0

package role

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/orgsec/terraform-provider-atlassian/internal/organization"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/claims"
	"github.com/orgsec/terraform-provider-atlassian/internal/organization/meaning"
	"github.com/orgsec/terraform-provider-atlassian/internal/provider/base"
)

// personal is one role of one person, which a resource holds. The resources for the roles of people share what it plans and does.
type personal struct {
	o        *organization.Organization
	typeName string
	who      who
	role     organization.UserRole
	// open is set where the role, or what it is on, is not known yet.
	open bool
}

func (p *personal) accountID() string { return p.who.AccountID.ValueString() }

// named names the role in a message.
func (p *personal) named() string {
	account := base.Word(cmp.Or(p.who.Email.ValueString(), p.accountID()))
	if p.isAdmin() {
		return p.typeName + " of " + account
	}
	return fmt.Sprintf("%s of role %s to %s on %s", p.typeName, base.Word(p.role.Role), account, base.Word(p.role.ResourceID))
}

// what says in a message which role of whom it is.
func (p *personal) what() string {
	if p.isAdmin() {
		return fmt.Sprintf("account %s has the role of an organization admin", base.Word(p.accountID()))
	}
	return fmt.Sprintf("account %s has role %s on %s", base.Word(p.accountID()), base.Word(p.role.Role), base.Word(p.role.ResourceID))
}

func (p *personal) isAdmin() bool { return organization.IsOrganizationAdminRole(p.role.Role) }

// partial reports whether a part of what identifies the role is not known yet.
func (p *personal) partial() bool { return p.open || p.who.AccountID.IsUnknown() }

func (p *personal) subject() claims.Subject {
	return organization.UserRoleSubject(p.accountID(), p.role)
}

// own are the subjects by each name of the person.
func (p *personal) own() []claims.Subject {
	return organization.ByEachName(p.accountID(), p.who.Email.ValueString(), func(name string) claims.Subject {
		return organization.UserRoleSubject(name, p.role)
	})
}

// subjects are everything by which another resource may hold the role.
func (p *personal) subjects() []claims.Subject {
	if p.isAdmin() {
		return append(p.own(), organization.AdminsSubject())
	}
	return p.own()
}

// claim notes that the configuration holds the role. It is an error if another resource holds it, too.
func (p *personal) claim(ctx context.Context, private base.Private) diag.Diagnostics {
	holder, diags := base.Holder(ctx, private)
	if p.open {
		return diags
	}
	var list []claims.Claim
	if p.isAdmin() {
		list = append(list, claims.Claim{Of: organization.AdminsSubject(), Shared: true, Weak: true, By: p.named()})
	}
	for _, subject := range p.own() {
		list = append(list, claims.Claim{Of: subject, By: p.named()})
	}
	diags.Append(base.Conflicts(ctx, p.o, p.o.Claims.Claim(holder, list...))...)
	return diags
}

// personalNote says what a planned creation is for. An unknown part is empty.
type personalNote struct {
	Account  string `json:"account"`
	Resource string `json:"resource"`
	Role     string `json:"role"`
}

func (p *personal) note() personalNote {
	return personalNote{p.accountID(), p.role.ResourceID, p.role.Role}
}

// of reports whether the creation is for a role. An unknown part counts as the same.
func (n personalNote) of(p *personal) bool {
	same := func(noted, present string) bool { return noted == "" || strings.EqualFold(noted, present) }
	return same(n.Account, p.accountID()) && same(n.Resource, p.role.ResourceID) && same(n.Role, p.role.Role)
}

func (n personalNote) partial() bool { return n.Account == "" || n.Resource == "" || n.Role == "" }

// planEnd refuses to take the role from a person who must keep it. It plans to take nothing that another resource of the configuration
// holds.
func (p *personal) planEnd(ctx context.Context, resp *resource.ModifyPlanResponse) {
	p.o.Claims.Know(p.subject())
	p, unread := base.UpToDate(p.named(), p, func(now *personal) (err error) {
		now.who, err = now.who.present(ctx, now.o, now.role)
		return err
	})
	resp.Diagnostics.Append(unread...)
	held := p.o.Claims.AwaitHeld(ctx, p.accountID(), p.subjects()...)
	if !held {
		if refusals := p.refuseEnd(ctx); refusals.HasError() {
			if held = p.o.Claims.AwaitHeldLonger(ctx, p.subjects()...); !held {
				resp.Diagnostics.Append(base.RefuseEnd(ctx, resp.Private, p.o, refusals, p.subject())...)
			}
		}
	}
	held = held || p.o.Claims.PlanLeave(p.named(), p.own()...)
	if held && p.isAdmin() {
		p.o.People.KeepInPlan(p.accountID())
	}
	resp.Diagnostics.Append(base.NoteEnd(ctx, resp.Private, p.o, held)...)
}

// refuseEnd says in a plan why the person must keep the role.
func (p *personal) refuseEnd(ctx context.Context) diag.Diagnostics {
	if p.isAdmin() {
		return base.SparedInPlan(ctx, p.o, organization.LossOfOrganizationAdmin, p.accountID())
	}
	return p.refuseProtected()
}

// mustKeep says right before a write why the person must keep the role.
func (p *personal) mustKeep(ctx context.Context) diag.Diagnostics {
	if p.isAdmin() {
		return base.Spared(ctx, p.o, organization.LossOfOrganizationAdmin, p.accountID())
	}
	return p.refuseProtected()
}

func (p *personal) refuseProtected() diag.Diagnostics {
	if len(p.o.People.Protected(p.accountID())) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewErrorDiagnostic("A protected account would lose a role", fmt.Sprintf(
		"This would take role %s on %s from account %s, but protected_account_ids of the provider block lists it: no plan may take a role from such an account. "+
			"Keep the role, or take the account out of protected_account_ids first. To only stop managing it here, use a removed block with destroy = false.",
		base.Word(p.role.Role), base.Word(p.role.ResourceID), base.Word(p.accountID())))}
}

// planChange refuses a change that takes the prior role away, where the person must keep it, and makes a replacement of a change where
// another resource of the configuration takes the prior role over: Terraform does not tell an update what its plan has seen, so the
// update would take it away before that resource gives it. It returns true for a replacement.
func (p *personal) planChange(ctx context.Context, prior *personal, resp *resource.ModifyPlanResponse) (replace bool) {
	if !p.partial() && p.subject() == prior.subject() {
		return false
	}
	if p.who.AccountID.ValueString() != prior.accountID() {
		resp.Diagnostics.Append(base.TakesPlace(ctx, resp.Private, "the role", prior.accountID(), p.who.Email.ValueString(), prior.who.Email.ValueString())...)
	}
	if !p.partial() {
		if p.isAdmin() {
			p.o.People.GainInPlan(p.accountID()) // the new admin gets the role before the old one loses it
		}
		if refusals := prior.refuseEnd(ctx); refusals.HasError() && !p.o.Claims.AwaitHeldLonger(ctx, prior.subjects()...) {
			resp.Diagnostics.Append(refusals...)
		}
	}
	if !p.o.Claims.Refreshed() || resp.Diagnostics.HasError() {
		return false
	}
	held := p.o.Claims.AwaitHeld(ctx, prior.accountID(), prior.subjects()...) || p.o.Claims.PlanLeave(prior.named(), prior.own()...)
	if held && prior.isAdmin() {
		p.o.People.KeepInPlan(prior.accountID())
	}
	resp.Diagnostics.Append(base.NoteLeaving(ctx, resp.Private, p.o, held)...)
	return held
}

// planCreation says that the person has the role already. Directly, that is an error in a run that has refreshed something, which is a
// plan, unless the state of this configuration holds the role. In other runs it is a warning, because the role may belong to the object
// that this one replaces: with create_before_destroy, Terraform does not say so in the apply.
func (p *personal) planCreation(ctx context.Context, private base.Private) diag.Diagnostics {
	diags := base.NoteCreation(ctx, private, p.note())
	if p.partial() {
		return diags
	}
	moves, more := base.Leaving(ctx, private, p.o) // as an update it would take the role over, too
	diags.Append(more...)
	if moves || diags.HasError() {
		return diags
	}
	ways, err := p.o.People.HasUserRole(ctx, p.accountID(), p.role)
	switch {
	case err != nil:
		tflog.Debug(ctx, "whether the person has the role stays unknown until apply", map[string]any{"error": err.Error()})
		return diags
	case len(ways) > 0 && !ways.Direct():
		diags.AddWarning("The person has the role in another way", fmt.Sprintf(
			"%s already, %s. Applying gives the role directly in addition: then it stays if the other way ends, and destroying this resource takes only the direct role away.",
			base.Capitalized(p.what()), inWords(ways)))
		return diags
	case len(ways) == 0 || p.o.Claims.AwaitKnown(ctx, p.subject()):
		return diags
	}
	exists := base.Exists(p.typeName, organization.UserRoleExists(p.accountID(), p.role))
	if p.o.Claims.Refreshed() {
		diags.Append(exists)
		return diags
	}
	diags.AddWarning("The person has the role already", exists.Detail()+
		"\n\nWithout the import, applying takes the role over, and destroying this resource revokes it. "+
		"If this resource replaces one of this configuration that holds the role, you need to do nothing.")
	return diags
}

// inWords says how somebody has a role.
func inWords(ways organization.Ways) string {
	words := make([]string, len(ways))
	for i, way := range ways {
		switch way {
		case organization.Directly:
			words[i] = "directly"
		case organization.ByGroup:
			words[i] = "by a group"
		case organization.Inferred:
			words[i] = "because it follows from another role"
		default:
			words[i] = "in the way that Atlassian calls " + base.Quoted(string(way))
		}
	}
	return strings.Join(words, " and ")
}

// assign assigns the role, unless the person has it directly, as the plan has said. Sent reports whether an error came after the request
// was sent: the role may take effect later, so the state keeps it.
func (p *personal) assign(ctx context.Context) (sent bool, diags diag.Diagnostics) {
	p.o.Claims.AwaitLeft(ctx, p.subject())
	err := p.o.People.AssignUserRole(ctx, p.accountID(), p.role)
	if _, exists := errors.AsType[*meaning.ExistsError](err); err == nil || exists {
		return true, nil
	}
	_, sent = errors.AsType[*organization.UserNotGrantedError](err)
	return sent, diag.Diagnostics{p.failure(err)}
}

// failure describes a failed assignment. Atlassian answers a wrong resource with little more than a status.
func (p *personal) failure(err error) diag.Diagnostic {
	var pending *organization.UserNotGrantedError
	switch {
	case errors.As(err, &pending):
		return base.Failed("The role is not granted yet", fmt.Errorf("%w; the role stays in the state, and the next plan looks again", err))
	case meaning.IsNotFound(err):
		return base.FailedAt(accountPath, cannotAssign, err)
	}
	switch meaning.WhyRefused(err).Meaning {
	case meaning.Invalid, meaning.Missing, meaning.NotServed:
		if p.isAdmin() {
			return base.Failed(cannotAssign, err)
		}
		return base.FailedAt(paths.ResourceID, cannotAssign,
			fmt.Errorf("%w; check that the organization has an app or site of this resource ID, that the app has this role for people, and that the account is in the organization", err))
	case meaning.Conflicting:
		return base.Failed(cannotAssign, fmt.Errorf("%w; Atlassian documents this answer for an exceeded user limit of the app: raise the limit or free seats, then apply again", err))
	default:
		return base.Failed(cannotAssign, err)
	}
}

// refresh looks whether the person still has the role directly. Gone is set where the person does not.
func (p *personal) refresh(ctx context.Context, private base.Private) (gone bool, diags diag.Diagnostics) {
	diags.Append(base.WarnOfProtected(ctx, p.o)...)
	p.o.Claims.NoteRefresh()
	read := base.Reading(ctx, p.o, private, p.subject())
	ways, err := p.o.People.StillHasUserRole(ctx, p.accountID(), p.role)
	switch {
	case err != nil && !meaning.IsNotFound(err):
		diags.Append(base.Failed("Cannot read the roles of the account", err))
		return false, diags
	case !ways.Direct() && !ways.Known(): // one of them may be the direct one under another name
		diags.AddError("Cannot tell whether the person has the role directly", fmt.Sprintf(
			"%s %s. This version of the provider does not know this way, so it cannot tell whether the role is gone. "+
				"Look at the person in Atlassian Administration, and look for a newer version of the provider.", base.Capitalized(p.what()), inWords(ways)))
		return false, diags
	case !ways.Direct():
		return true, diags
	}
	p.o.Claims.Know(p.subject())
	diags.Append(read(false)...)
	return false, diags
}

// refreshAddress takes over the present address of the person, and notes the one before. An address that cannot be looked up stays, with a warning.
func (p *personal) refreshAddress(ctx context.Context, private base.Private) diag.Diagnostics {
	before := p.who.Email
	now, err := p.who.present(ctx, p.o, p.role)
	p.who = now
	return append(base.UnreadAddress(err), base.NoteFormerAddress(ctx, private, before, now.Email.ValueString())...)
}

// move gives the new role, and takes the prior one then, unless another resource holds that.
func (p *personal) move(ctx context.Context, prior *personal) diag.Diagnostics {
	if p.subject() == prior.subject() {
		return nil
	}
	if diags := prior.refuseProtected(); diags.HasError() {
		return diags
	}
	if _, diags := p.assign(ctx); diags.HasError() {
		return diags
	}
	left, held := p.o.Claims.Leave(ctx, prior.accountID(), prior.subjects()...)
	defer left()
	if held {
		return nil
	}
	diags := prior.revoke(ctx)
	if diags.HasError() {
		diags.AddError("The old role is still there", fmt.Sprintf(
			"Now %s, but the old role could not be taken from account %s. The state keeps the old role, so that the next plan shows the change again. If you undo the change instead, revoke the new role by hand.",
			p.what(), base.Word(prior.accountID())))
	}
	return diags
}

// revoke takes the role from the person, and warns where access stays in another way.
func (p *personal) revoke(ctx context.Context) diag.Diagnostics {
	diags := p.mustKeep(ctx)
	if diags.HasError() {
		return diags
	}
	stays, err := p.o.People.RevokeUserRole(ctx, p.accountID(), p.role)
	switch {
	case meaning.IsContradicted(err):
		diags.Append(base.Failed("The role is still there", fmt.Errorf("%w. The role stays in the state. Apply again. If that does not help, look at the account in Atlassian Administration", err)))
	case err != nil:
		diags.Append(base.Failed("Cannot revoke the role", err))
	case len(stays) > 0:
		diags.AddWarning("The person still has the role", fmt.Sprintf(
			"The direct role was revoked, but %s still, %s. This resource takes only the direct role away.", p.what(), inWords(stays)))
	}
	return diags
}

// readdressed looks for the present address of the person, and reports whether it is another one.
func (p *personal) readdressed(ctx context.Context) bool {
	now, _ := p.who.present(ctx, p.o, p.role) // one that cannot be read stays
	return base.Readdressed(&p.who.Email, now.Email)
}

// end revokes the role, unless another object of the configuration keeps it: the one that replaces this one, or another resource.
func (p *personal) end(ctx context.Context, private base.Private) diag.Diagnostics {
	var created personalNote
	ending, diags := base.ReadEnding(ctx, private, p.o, &created, p.subject())
	if diags.HasError() {
		return diags
	}
	stays := base.WarnOfStaying("Now "+p.what()+" still", "revoke the role by hand")
	switch {
	case ending.Replaced && created.of(p):
		p.o.Claims.Know(p.subject())
		if created.partial() {
			diags.Append(stays)
		}
		return diags
	case ending.Held:
		if base.StaysBehind(p.o, p.subject(), func() bool { return p.readdressed(ctx) }) {
			diags.Append(stays)
		}
		return diags
	}
	left, held := base.Leave(ctx, p.o, p.accountID(), p.subjects, func() bool { return p.readdressed(ctx) })
	defer left()
	switch {
	case held, ending.Deposed && ending.Twin:
		return diags
	case ending.Deposed:
		if ways, err := p.o.People.HasUserRole(ctx, p.accountID(), p.role); ways.Direct() || err != nil && !meaning.IsNotFound(err) {
			diags.Append(stays)
		}
		return diags
	}
	diags.Append(p.revoke(ctx)...)
	return diags
}
