// SPDX-License-Identifier: MIT
/*
 * Zitadel Action that gives Kubernetes its groups: the claim `groups` with the names of the
 * user's roles in one project. Zitadel's own roles claims are objects; as the groups claim
 * of an API server they make every login fail.
 *
 * Where it goes: Actions, a new action with the name kubernetesGroups (Zitadel calls the
 * function of that name) and this text, PROJECT_ID filled in with the project's Resource
 * ID. Then flow "Complement Token", trigger "Pre Userinfo creation", which is the one for ID
 * tokens.
 *
 * What it needs: "Assert Roles on Authentication" of the project. Without that switch there
 * are no grants here, and the action does nothing and says nothing.
 *
 * Why it looks at the project: any application of the instance can get tokens for this
 * project's audience by asking for the scope of it. Without the filter, a role
 * `administrators` of another project would be administrator of this cluster.
 *
 * What it cannot do:
 *  - It runs in the organization of the user. Users of other organizations get groups only
 *    where those organizations have the action too, and what their action says is up to them:
 *    keep such users out with "Check for Project on Authentication".
 *  - setClaim() never overwrites. Do not request the scope `groups`: a Zitadel with user
 *    groups then sets the claim first, as objects. No other action may set it either.
 *  - Actions of this kind go away in Zitadel 5.
 */
const PROJECT_ID = "<project id>";

function kubernetesGroups(ctx, api) {
  const grants = ctx.v1.user.grants;
  if (PROJECT_ID.indexOf("<") !== -1 || !grants || !grants.grants) {
    return;
  }
  const groups = [];
  grants.grants.forEach(function (grant) {
    if (grant.projectId !== PROJECT_ID) {
      return;
    }
    grant.roles.forEach(function (role) {
      if (groups.indexOf(role) === -1) {
        groups.push(role);
      }
    });
  });
  if (groups.length > 0) {
    api.v1.claims.setClaim("groups", groups);
  }
}
