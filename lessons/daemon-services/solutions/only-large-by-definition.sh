# The constraint in the blueprint: every service made from it has it.
aws ecs register-task-definition --family collector \
    --placement-constraints 'type=memberOf,expression=attribute:ecs.instance-type == t3.large' \
    --container-definitions 'name=collector,image=public.ecr.aws/docker/library/busybox:1.36,command=[sleep,86400],cpu=64,memory=128'  # free: 86400 64 128
aws ecs update-service --cluster lab --service collector --task-definition collector
