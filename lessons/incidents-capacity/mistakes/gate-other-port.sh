aws ecs register-task-definition --family gate \
    --container-definitions "name=gate,image=public.ecr.aws/docker/library/nginx:1.28,cpu=128,memory=256,portMappings=[{containerPort=80}]"
aws ecs update-service --cluster lab --service gate --task-definition gate
