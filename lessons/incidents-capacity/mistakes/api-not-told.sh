aws ecs register-task-definition --family api \
    --container-definitions 'name=api,image=public.ecr.aws/docker/library/nginx:1.28,cpu=256,memory=500'
